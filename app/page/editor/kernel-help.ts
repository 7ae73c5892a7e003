/** Completion and hover from the running kernel: it has the types of everything that the chapter has defined so far. */
import {
  autocompletion,
  closeCompletion,
  type CompletionContext,
  type CompletionResult,
} from "@codemirror/autocomplete";
import type { Extension, Text } from "@codemirror/state";
import { hoverTooltip, type EditorView, type Tooltip } from "@codemirror/view";

/** What an editor asks of the kernel. Positions are offsets in the code. */
export interface KernelHelp {
  complete(
    code: string,
    position: number,
  ): Promise<{ matches: string[]; from: number; to: number; types: string[] } | null>;
  inspect(code: string, position: number): Promise<string | null>;
}

const leftAlone = new WeakMap<EditorView, Text>();

/** After a cell was run no list of completions opens by itself until one types again. */
export function leaveAlone(view: EditorView): void {
  leftAlone.set(view, view.state.doc);
  closeCompletion(view);
}

async function complete(help: KernelHelp, context: CompletionContext): Promise<CompletionResult | null> {
  const untouched = context.view !== undefined && leftAlone.get(context.view) === context.state.doc;
  if (untouched && !context.explicit) return null;
  const before = context.matchBefore(/[\w$]+|\.[\w$]*|["'`/][\w@./-]*/);
  if (before === null && !context.explicit) return null;
  const reply = await help.complete(context.state.doc.toString(), context.pos).catch(() => null);
  if (context.aborted || reply === null || reply.matches.length === 0) return null;
  return {
    from: Math.min(reply.from, context.pos),
    to: Math.max(reply.to, context.pos),
    options: reply.matches.map((label, at) => {
      const type = reply.types[at] ?? "";
      return type === "" ? { label } : { label, detail: type };
    }),
    validFor: /^[\w$]*$/,
  };
}

function tooltipDom(text: string): HTMLElement {
  const dom = document.createElement("div");
  dom.className = "hover-help";
  dom.textContent = text.trim();
  return dom;
}

async function hover(help: KernelHelp, code: string, position: number, start: number): Promise<Tooltip | null> {
  const text = await help.inspect(code, position).catch(() => null);
  if (text === null || text.trim() === "") return null;
  return { pos: start, above: true, create: () => ({ dom: tooltipDom(text) }) };
}

export function kernelHelp(help: KernelHelp): Extension {
  return [
    autocompletion({ override: [(context) => complete(help, context)], activateOnTypingDelay: 120, icons: false }),
    hoverTooltip(
      (view, position) => {
        const word = view.state.wordAt(position);
        if (word === null) return null;
        return hover(help, view.state.doc.toString(), word.to, word.from);
      },
      { hoverTime: 350 },
    ),
  ];
}
