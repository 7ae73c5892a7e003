/** A history for a terminal: bars of characters, and the operations in order with what is wrong marked. */
import { columns, padEnd, padStart } from "../measure";
import type { TimelinePlan } from "./paint";
import type { TimelineBar } from "./rows";
import { short } from "./rows";

const width = 72;

export function timelineText({ rows, title, why, isWrong, notes, unit }: TimelinePlan): string {
  const nameWidth = Math.max(...rows.clients.map((name) => columns(name)));
  const numbered = new Map(
    rows.bars
      .toSorted((one, other) => one.from - other.from || one.index - other.index)
      .map((bar, index) => [bar.index, index + 1]),
  );
  const lines = rows.clients.flatMap((name, client) => {
    const { first, count } = rows.spans[client]!;
    return Array.from({ length: count }, (_, row) => {
      const bars = rows.bars.filter((bar) => bar.row === first + row);
      return `${padEnd(row === 0 ? name : "", nameWidth)}  ${barLine(bars, rows.from, rows.to, numbered)}`.trimEnd();
    });
  });
  const listed = rows.bars
    .toSorted((one, other) => numbered.get(one.index)! - numbered.get(other.index)!)
    .map((bar) => {
      const when =
        bar.to === undefined
          ? `${short(bar.from)} ${unit}, never returned`
          : `${short(bar.from)} – ${short(bar.to)} ${unit}`;
      const mark = bar.tone === "wrong" ? "  ◀ wrong" : "";
      return `${padStart(String(numbered.get(bar.index)!), 3)}  ${padEnd(rows.clients[bar.client]!, nameWidth)}  ${bar.text}  (${when})${mark}`;
    });
  const sentence = why === undefined ? [] : ["", isWrong ? `WRONG: ${why}` : why];
  return [title, "", ...lines, "", ...listed, ...sentence, ...notes].join("\n");
}

/** `├─1: write 3─┤` where there is room, its number where there is little. */
function barLine(
  bars: readonly TimelineBar[],
  from: number,
  to: number,
  numbered: ReadonlyMap<number, number>,
): string {
  const characters = Array.from({ length: width }, () => " ");
  const at = (time: number): number => Math.round(((time - from) / (to - from)) * (width - 1));
  for (const bar of bars) {
    const [start, end] = [at(bar.from), bar.to === undefined ? width - 1 : Math.max(at(bar.from) + 1, at(bar.to))];
    for (let place = start; place <= end; place++)
      characters[place] = bar.to === undefined ? "┄" : bar.tone === "wrong" ? "━" : "─";
    characters[start] = "├";
    if (bar.to !== undefined) characters[end] = "┤";
    const name = String(numbered.get(bar.index)!);
    const whole = `${name}: ${bar.text}`;
    const room = end - start - 1;
    const text =
      columns(whole) === whole.length && whole.length + 2 <= room ? ` ${whole} ` : name.length <= room ? name : "";
    for (const [offset, character] of [...text].entries()) characters[start + 1 + offset] = character;
  }
  return characters.join("");
}
