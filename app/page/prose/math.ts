/**
 * `$…$` and `$$…$$` in prose. markdown-it only finds them and leaves a marked element; the renderer (Temml, to MathML)
 * is loaded with the first formula, because most chapters that have none should not pay for it.
 */
import type { MarkdownIt, StateBlock, StateInline } from "markdown-it";

/** A dollar opens when no blank follows it, and closes when no blank precedes and no digit follows ("5 $ and 6 $"). */
function inlineMath(state: StateInline, silent: boolean): boolean {
  const { src, pos } = state;
  if (src[pos] !== "$" || src[pos + 1] === "$" || /\s/.test(src[pos + 1] ?? " ")) return false;
  let close = pos + 1;
  for (;;) {
    close = src.indexOf("$", close);
    if (close < 0 || close > state.posMax) return false;
    if (src[close - 1] !== "\\" && !/\s/.test(src[close - 1]!) && !/\d/.test(src[close + 1] ?? "")) break;
    close += 1;
  }
  if (!silent) state.push("math_inline", "math", 0).content = src.slice(pos + 1, close);
  state.pos = close + 1;
  return true;
}

/** `$$` on a line of its own up to the next `$$`, or both on one line. */
function blockMath(state: StateBlock, startLine: number, endLine: number, silent: boolean): boolean {
  const lineAt = (line: number): string =>
    state.src.slice(state.bMarks[line]! + state.tShift[line]!, state.eMarks[line]);
  const first = lineAt(startLine);
  if (!first.startsWith("$$")) return false;
  const lines: string[] = [];
  let line = startLine;
  let text = first.slice(2);
  while (!text.trimEnd().endsWith("$$")) {
    lines.push(text);
    line += 1;
    if (line >= endLine) return false;
    text = lineAt(line);
  }
  lines.push(text.trimEnd().slice(0, -2));
  if (silent) return true;
  state.push("math_block", "math", 0).content = lines.join("\n").trim();
  state.line = line + 1;
  return true;
}

export function mathRules(markdown: MarkdownIt): void {
  markdown.inline.ruler.after("escape", "math_inline", inlineMath);
  markdown.block.ruler.after("blockquote", "math_block", blockMath, { alt: ["paragraph", "reference", "blockquote"] });
  const escape = (text: string): string => markdown.utils.escapeHtml(text);
  markdown.renderer.rules["math_inline"] = (tokens, at) => `<span class="math">${escape(tokens[at]!.content)}</span>`;
  markdown.renderer.rules["math_block"] = (tokens, at) =>
    `<p><span class="math math-display">${escape(tokens[at]!.content)}</span></p>`;
}

/** Turns the marked elements below `root` into formulas. */
export async function renderMath(root: ParentNode): Promise<void> {
  const places = [...root.querySelectorAll<HTMLElement>(".math:not([data-done])")];
  if (places.length === 0) return;
  const { default: temml } = await import("temml");
  for (const place of places) {
    const source = place.textContent ?? "";
    place.dataset["done"] = "";
    temml.render(source, place, { displayMode: place.classList.contains("math-display"), throwOnError: false });
    for (const letter of place.querySelectorAll("mi:not([mathvariant])")) {
      if ([...(letter.textContent ?? "")].length === 1) letter.classList.add("math-letter");
    }
  }
}
