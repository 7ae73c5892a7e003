/** Reads markup strictly, as an XML parser would: what is not well formed is an error with its place. */

export interface Read {
  readonly tag: string;
  readonly attributes: { readonly [name: string]: string };
  readonly children: Read[];
  text: string;
}

/** @throws Error where `markup` is not one well-formed element */
export function readMarkup(markup: string): Read {
  const stack: Read[] = [{ tag: "", attributes: {}, children: [], text: "" }];
  let at = 0;
  const fail = (why: string): never => {
    throw new Error(`${why} at ${at}: ${markup.slice(at, at + 60)}`);
  };
  while (at < markup.length) {
    const top = stack.at(-1)!;
    const close = /^<\/([\w:-]+)>/.exec(markup.slice(at, at + 100));
    if (close) {
      if (top.tag !== close[1]) fail(`</${close[1]}> closes <${top.tag}>`);
      stack.pop();
      at += close[0].length;
    } else if (markup[at] === "<") at += open(markup, at, stack, fail);
    else {
      const end = markup.indexOf("<", at) < 0 ? markup.length : markup.indexOf("<", at);
      top.text += characters(markup.slice(at, end), fail);
      at = end;
    }
  }
  const [root] = stack;
  if (stack.length !== 1 || root!.children.length !== 1 || root!.text.trim() !== "") fail("not one element");
  return root!.children[0]!;
}

function open(markup: string, at: number, stack: Read[], fail: (why: string) => never): number {
  const opened = /^<([A-Za-z][\w:-]*)((?:\s+[\w:-]+="[^"<]*")*)\s*(\/?)>/.exec(markup.slice(at));
  if (!opened) return fail("no element");
  const attributes: Record<string, string> = {};
  for (const [, name = "", value = ""] of opened[2]!.matchAll(/([\w:-]+)="([^"]*)"/g)) {
    if (name in attributes) fail(`${name} twice`);
    attributes[name] = characters(value, fail);
  }
  const read: Read = { tag: opened[1]!, attributes, children: [], text: "" };
  stack.at(-1)!.children.push(read);
  if (opened[3] === "") stack.push(read);
  return opened[0].length;
}

function characters(text: string, fail: (why: string) => never): string {
  if (/&(?!(?:amp|lt|gt|quot|#\d+);)/.test(text)) fail("a bare &");
  const forbidden = [...text].some((character) => {
    const code = character.codePointAt(0)!;
    return (code < 32 && code !== 9 && code !== 10 && code !== 13) || (code >= 0xd800 && code <= 0xdfff);
  });
  if (forbidden) fail("a character that XML forbids");
  return text.replaceAll("&lt;", "<").replaceAll("&gt;", ">").replaceAll("&quot;", '"').replaceAll("&amp;", "&");
}

/** All elements, the first included. */
export function allOf(read: Read): readonly Read[] {
  return [read, ...read.children.flatMap((child) => allOf(child))];
}
