// What a browser without the token sees: a word about where to find it, and a field to put it in.

/** @param wrong whether a token was given that is not the right one */
export function loginPage(wrong: boolean): string {
  const hint = wrong
    ? "That token is not the right one: the server makes a new one each time it starts."
    : "The address that the server printed when it started has a token in it. Open that address, or copy the token here.";
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>distlab</title>
<style>
:root { color-scheme: light dark; }
body { font: 17px/1.6 system-ui, sans-serif; max-width: 34em; margin: 15vh auto; padding: 0 1.5em; }
h1 { font-size: 1.4em; }
input, button { font: inherit; padding: 0.4em 0.7em; }
input { width: 16em; max-width: 100%; box-sizing: border-box; }
</style>
</head>
<body>
<main>
<h1>This course needs its token</h1>
<p>${hint}</p>
<form action="" method="get">
<label>Token <input name="token" autocomplete="off" required autofocus></label>
<button>Open</button>
</form>
</main>
</body>
</html>
`;
}
