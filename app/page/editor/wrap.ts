/**
 * Long lines of code are wrapped, not cut off: a reader must see all of a line without scrolling sideways. What is
 * wrapped is indented more than its beginning, so that it does not look like a line of its own.
 */
import { RangeSetBuilder } from "@codemirror/state";
import { Decoration, EditorView, ViewPlugin, type DecorationSet, type ViewUpdate } from "@codemirror/view";

const extra = 4;
const byColumns = new Map<number, Decoration>();

function hanging(columns: number): Decoration {
  let decoration = byColumns.get(columns);
  if (decoration === undefined) {
    decoration = Decoration.line({ attributes: { style: `--hang: ${columns + extra}ch` } });
    byColumns.set(columns, decoration);
  }
  return decoration;
}

function decorate({ state, visibleRanges }: EditorView): DecorationSet {
  const builder = new RangeSetBuilder<Decoration>();
  for (const { from, to } of visibleRanges) {
    for (let at = from; at <= to;) {
      const line = state.doc.lineAt(at);
      const indent = /^ */.exec(line.text)![0].length;
      builder.add(line.from, line.from, hanging(Math.min(indent, 40)));
      at = line.to + 1;
    }
  }
  return builder.finish();
}

const hangingIndent = ViewPlugin.fromClass(
  class {
    decorations: DecorationSet;

    constructor(view: EditorView) {
      this.decorations = decorate(view);
    }

    update(update: ViewUpdate): void {
      if (update.docChanged || update.viewportChanged) this.decorations = decorate(update.view);
    }
  },
  { decorations: (plugin) => plugin.decorations },
);

export const wrapCode = [
  EditorView.lineWrapping,
  hangingIndent,
  EditorView.theme({
    ".cm-line": {
      paddingLeft: "calc(var(--line-pad, var(--cell-pad-x)) + var(--hang, 0ch))",
      textIndent: "calc(-1 * var(--hang, 0ch))",
    },
  }),
];
