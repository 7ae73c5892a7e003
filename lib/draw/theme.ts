/**
 * Colours and type, the same in every drawing.
 *
 * A drawing may stand in a page of ours, which names its colours in CSS variables; in a page of others, light or dark;
 * or be a picture on its own, which sees no page at all. So every drawing carries both themes, takes the page's
 * variables where there are any, and brings its own ground. What reads no variables gets the light theme.
 *
 * The nodes' colours can be told apart by readers with any of the common colour-vision deficiencies (test/draw measures
 * it), and have a contrast of at least 4.5 to the ground in both themes, for they are colours of text too. Red is not
 * among them: it means crash, loss and violation.
 */

/** The names of the colours that drawings use, with the page's variable for each, and light and dark values. */
const colours = {
  bg: ["--bg", "#fbfaf7", "#15171b"],
  panel: ["--panel", "#ffffff", "#1c1f24"],
  ink: ["--ink", "#1d1f23", "#e8e6e1"],
  soft: ["--soft", "#5c626c", "#a2a8b3"],
  line: ["--line", "#e4e1d8", "#2e323a"],
  accent: ["--accent", "#2155a8", "#8ab4f8"],
  good: ["--good", "#1f7a4d", "#6fd3a0"],
  bad: ["--bad", "#b3261e", "#ff8a80"],
  warn: ["--warn", "#8a5800", "#f0b95b"],
  n1: ["--n1", "#0072b3", "#5cb1e3"],
  n2: ["--n2", "#b35202", "#f69c3f"],
  n3: ["--n3", "#23714e", "#51cfaa"],
  n4: ["--n4", "#a6478a", "#dc8dc7"],
  n5: ["--n5", "#695300", "#dbc84b"],
  n6: ["--n6", "#5a55b7", "#a9a5f7"],
  n7: ["--n7", "#00747f", "#4cd2e3"],
  n8: ["--n8", "#845130", "#cda38e"],
} as const satisfies Record<string, readonly [page: string, light: string, dark: string]>;

export type Colour = keyof typeof colours;

/** How many colours there are for nodes and series; the next one begins again. */
export const nodeColours = 8;

/** The colour of the node or series at `index`. */
export function nodeColour(index: number): Colour {
  return `n${(index % nodeColours) + 1}` as Colour;
}

/** A colour's value in the light or the dark theme, for what cannot read variables. */
export function colourValue(colour: Colour, theme: "light" | "dark"): string {
  return colours[colour][theme === "light" ? 1 : 2];
}

/** All colours, for what looks for them in a picture made by others. */
export const drawnColours: readonly Colour[] = Object.keys(colours) as Colour[];

/**
 * The colours of series in a chart's specification, which may be rendered on any ground: of middling lightness, at
 * least 3 to 1 against white and against near-black.
 */
const middling = ["#2296d6", "#db752b", "#2f936f", "#c263a5", "#8f7400", "#7c77dd", "#0995a6", "#ad7752"] as const;

export function seriesColour(index: number): string {
  return middling[index % middling.length]!;
}

/** For published values and limits on bars, on any ground. */
export const neutralColour = "#7d848f";

const font = `var(--font-ui,Inter,"Segoe UI",system-ui,"Helvetica Neue",Arial,sans-serif)`;

/** `fill:#1d1f23;fill:var(--dl-ink)`: the second is passed over by what does not know variables. */
function paint(property: string, colour: Colour): string {
  return `${property}:${colours[colour][1]};${property}:var(--dl-${colour})`;
}

function variables(theme: "light" | "dark", used: readonly Colour[]): string {
  return used.map((name) => `--dl-${name}:var(${colours[name][0]},${colourValue(name, theme)})`).join(";");
}

/**
 * The style sheet of a drawing whose root has the class `dl`: `f-ink` fills with a colour, `s-ink` strokes with it,
 * `c-ink` does both, and `halo` puts the ground's colour around letters. Only the colours that are used are in it.
 */
export function styleSheet(used: ReadonlySet<Colour>, more = "", classes = true): string {
  const names = drawnColours.filter((name) => used.has(name) || name === "bg" || name === "ink");
  const painted = classes ? names : (["bg"] as const);
  const rules = painted.map(
    (name) =>
      `.dl .f-${name},.dl .c-${name}{${paint("fill", name)}}.dl .s-${name},.dl .c-${name}{${paint("stroke", name)}}`,
  );
  return (
    `.dl{${variables("light", names)};font-family:${font};font-variant-numeric:tabular-nums}` +
    `@media(prefers-color-scheme:dark){.dl{${variables("dark", names)}}}` +
    rules.join("") +
    `.dl .halo{${paint("stroke", "bg")};stroke-width:4;stroke-linejoin:round;paint-order:stroke}${more}`
  );
}
