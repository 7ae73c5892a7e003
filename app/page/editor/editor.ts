/** The code editor: CodeMirror, set up for cells and for exercise files. */
import {
  closeBrackets,
  closeBracketsKeymap,
  completionKeymap,
  completionStatus,
  startCompletion,
} from "@codemirror/autocomplete";
import {
  defaultKeymap,
  history,
  historyKeymap,
  indentLess,
  indentMore,
  insertTab,
  toggleComment,
} from "@codemirror/commands";
import { javascriptLanguage, typescriptLanguage } from "@codemirror/lang-javascript";
import { bracketMatching, indentOnInput, indentUnit } from "@codemirror/language";
import { setDiagnostics, type Diagnostic } from "@codemirror/lint";
import { Annotation, EditorState, Prec, type Extension } from "@codemirror/state";
import {
  drawSelection,
  dropCursor,
  EditorView,
  highlightSpecialChars,
  keymap,
  lineNumbers,
  placeholder,
  type KeyBinding,
} from "@codemirror/view";
import type { Mark } from "../model/errors";
import { kernelHelp, leaveAlone, type KernelHelp } from "./kernel-help";
import { look } from "./theme";
import { wrapCode } from "./wrap";

export interface EditorOptions {
  readonly parent: HTMLElement;
  readonly text: string;
  readonly language: "typescript" | "markdown";
  /** What a screen reader calls it. */
  readonly label: string;
  readonly hint?: string;
  readonly lineNumbers?: boolean;
  readonly help?: KernelHelp;
  /** Keys that come before the editor's own. */
  readonly keys: readonly KeyBinding[];
  onChange(text: string): void;
  onFocus?(): void;
}

/** A key's action that always takes the key; a list of completions that is open goes away. */
export function perform(act: () => void): (view: EditorView) => boolean {
  return (view) => {
    leaveAlone(view);
    act();
    return true;
  };
}

/** Marks changes that come from outside, which must not be reported as typed. */
const fromOutside = Annotation.define<boolean>();

/** Tab asks for completion behind a word, indents elsewhere; Esc, then Tab, leaves the editor. */
const tabKey: KeyBinding = {
  key: "Tab",
  run: (view) => {
    const { from, empty } = view.state.selection.main;
    if (!empty) return indentMore(view);
    const line = view.state.doc.lineAt(from);
    const behindWord = /[\w$.]$/.test(line.text.slice(0, from - line.from));
    if (behindWord && completionStatus(view.state) === null) return startCompletion(view);
    return behindWord ? false : insertTab(view);
  },
  shift: indentLess,
};

function languageOf(options: EditorOptions): Extension {
  if (options.language === "markdown") return EditorView.lineWrapping;
  return [
    wrapCode,
    typescriptLanguage,
    javascriptLanguage.data.of({ closeBrackets: { brackets: ["(", "[", "{", "'", '"', "`"] } }),
  ];
}

function extensionsOf(options: EditorOptions): Extension {
  return [
    highlightSpecialChars(),
    history(),
    drawSelection(),
    dropCursor(),
    indentOnInput(),
    indentUnit.of("  "),
    EditorState.tabSize.of(2),
    bracketMatching(),
    closeBrackets(),
    languageOf(options),
    look,
    options.lineNumbers === true ? lineNumbers() : [],
    options.help === undefined ? [] : kernelHelp(options.help),
    options.hint === undefined ? [] : placeholder(options.hint),
    EditorView.contentAttributes.of({ "aria-label": options.label, tabindex: "0", autocapitalize: "off" }),
    Prec.high(keymap.of([...completionKeymap, ...options.keys])),
    keymap.of([
      tabKey,
      { key: "Mod-/", run: toggleComment },
      ...closeBracketsKeymap,
      ...historyKeymap,
      ...defaultKeymap,
    ]),
    EditorView.updateListener.of((update) => {
      if (update.focusChanged && update.view.hasFocus) options.onFocus?.();
      const outside = update.transactions.some((transaction) => transaction.annotation(fromOutside) === true);
      if (update.docChanged && !outside) options.onChange(update.state.doc.toString());
    }),
  ];
}

export function createEditor(options: EditorOptions): EditorView {
  return new EditorView({
    parent: options.parent,
    state: EditorState.create({ doc: options.text, extensions: extensionsOf(options) }),
  });
}

/** Brings in text that was changed elsewhere, touching only what differs so that the caret stays where it is. */
export function replaceText(view: EditorView, text: string): void {
  const old = view.state.doc.toString();
  if (old === text) return;
  const shorter = Math.min(old.length, text.length);
  let start = 0;
  while (start < shorter && old[start] === text[start]) start += 1;
  let same = 0;
  while (same < shorter - start && old[old.length - 1 - same] === text[text.length - 1 - same]) same += 1;
  view.dispatch({
    changes: { from: start, to: old.length - same, insert: text.slice(start, text.length - same) },
    annotations: fromOutside.of(true),
  });
}

/** Underlines what an error is about; an empty list takes the marks away. */
export function showMarks(view: EditorView, marks: readonly Mark[]): void {
  const { doc } = view.state;
  const diagnostics = marks.flatMap((mark): Diagnostic[] => {
    if (mark.line < 1 || mark.line > doc.lines) return [];
    const line = doc.line(mark.line);
    const indent = line.text.length - line.text.trimStart().length;
    const from = Math.min(line.to, line.from + (mark.column === null ? indent : mark.column - 1));
    const word = view.state.wordAt(from);
    const to = mark.column === null ? line.to : Math.max(word?.to ?? from, Math.min(from + 1, line.to));
    return [{ from, to, severity: "error", message: mark.message }];
  });
  view.dispatch(setDiagnostics(view.state, diagnostics));
}
