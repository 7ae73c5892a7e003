/** A run in a few lines, for whoever has only a terminal, and the line that gives it again. */
import type { Ending } from "./engine";
import type { Run } from "./simulate";

const endings: { readonly [why in Ending]: string } = {
  until: "what it waited for has happened",
  quiet: "nothing was left to happen",
  time: "its time was up",
  events: "it reached its limit of events",
  failure: "a handler failed",
  violation: "a property failed",
};

export function describeRun(run: Run): string {
  const nodes = counted(Object.keys(run.states).length, "node");
  const lines = [
    `seed ${run.seed}: ${nodes}, ${counted(run.events, "event")} in ${roundMs(run.endedAtMs)} ms; ended because ${endings[run.why]}${limitOf(run)}`,
    describeCounts(run),
  ];
  if (run.history.length > 0) lines.push(describeHistory(run));
  if (run.violation) {
    const { property, what, atMs } = run.violation;
    lines.push(`violated at ${roundMs(atMs)} ms: ${property}: ${what}`, `to see it again: ${replayLine(run)}`);
  }
  if (run.failure) lines.push(run.failure.message);
  if (run.neverHeld.length > 0) lines.push(`never held: ${run.neverHeld.join("; ")}`);
  return [...lines, ...run.notes].join("\n");
}

function limitOf({ why, options, events }: Run): string {
  return why === "events" && events === (options.maxEvents ?? 1_000_000) ? ` (maxEvents: ${events})` : "";
}

function describeCounts({ counts }: Run): string {
  const { sent, delivered, lost, duplicated, corrupted, timers, saves } = counts;
  const parts = [`${counted(sent, "message")} sent`, `${delivered} delivered`];
  if (lost > 0) parts.push(`${lost} lost`);
  if (duplicated > 0) parts.push(`${duplicated} duplicated`);
  if (corrupted > 0) parts.push(`${corrupted} corrupted`);
  parts.push(`${counted(timers, "timer")} fired`);
  if (saves > 0) parts.push(counted(saves, "save"));
  return parts.join(", ");
}

function describeHistory({ history }: Run): string {
  const open = history.filter((operation) => operation.returned === undefined).length;
  return `${counted(history.length, "operation")} of clients${open > 0 ? `, ${open} without an answer` : ""}`;
}

/** The call that gives the same run: the reader's own options, with this seed. */
export function replayLine(run: Run, more?: string): string {
  return `simulate({ …, seed: ${JSON.stringify(run.seed)}${more === undefined ? "" : `, ${more}`} })`;
}

function counted(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? "" : "s"}`;
}

export function roundMs(ms: number): number {
  return Math.round(ms * 100) / 100;
}
