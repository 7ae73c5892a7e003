/** A run in a few sentences, for those who cannot see its diagram. */
import { count, list } from "../words";
import type { Plan } from "./plan";
import type { Mark, Story } from "./story";

const mentioned = 12;

export function describe({ story, nodes, from, to, title }: Plan): {
  readonly title: string;
  readonly description: string;
} {
  const unit = story.time === "ms" ? "ms" : "steps";
  const within = (at: number): boolean => at >= from && at <= to;
  const messages = story.messages.filter((message) => within(message.sentAt));
  const lost = messages.filter((message) => message.copies.some((copy) => copy.fate !== "delivered")).length;
  const marks = story.marks.filter((mark) => within(mark.at) && mark.kind !== "timer" && mark.kind !== "condition");
  const told = marks.slice(0, mentioned).map((mark) => sentenceOf(story, mark));
  const rest = marks.length > mentioned ? [`and ${count(marks.length - mentioned, "more event")}`] : [];
  const traffic = `${count(messages.length, "message")}${lost > 0 ? `, ${lost} lost` : ""}`;
  const span = `from ${short(from)} to ${short(to)} ${unit}`;
  return {
    title: title ?? `Space-time diagram of ${list(nodes)} ${span}`,
    description: `${traffic} ${span}. ${[...told, ...rest].join("; ")}${marks.length > 0 ? "." : ""}`.trim(),
  };
}

function short(at: number): string {
  return String(Number(at.toFixed(1)));
}

function sentenceOf({ time }: Story, { kind, node, at, text }: Mark): string {
  const when = time === "ms" ? `at ${short(at)} ms` : `in step ${at}`;
  switch (kind) {
    case "crash":
      return `${node} crashes ${when}`;
    case "restart":
      return `${node} restarts ${when}`;
    case "role":
      return `${node} becomes ${text} ${when}`;
    case "decided":
      return `${node} decides ${text} ${when}`;
    case "violation":
      return `violation ${when}: ${text}`;
    default:
      return `${node ?? "the run"} ${when}: ${text}`;
  }
}
