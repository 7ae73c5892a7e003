// Goes through the log once and keeps what it knows of each transaction; saves no aborts, which it presumes.
import type { CoordinatorRecord, ToldOutcome } from "distlab";

type Known = { waiting: Set<string>; outcome: "commit" | "abort" };

export function recover(log: CoordinatorRecord[]): { save: CoordinatorRecord[]; tell: ToldOutcome[] } {
  const open = new Map<string, Known>();
  for (const line of log) {
    if (line.kind === "begun") open.set(line.transaction, { waiting: new Set(line.participants), outcome: "abort" });
    else if (line.kind === "ended") open.delete(line.transaction);
    else if (line.kind === "acknowledged") open.get(line.transaction)?.waiting.delete(line.by);
    else {
      const known = open.get(line.transaction);
      if (known !== undefined) known.outcome = line.kind;
    }
  }
  const tell = [...open].flatMap(([transaction, { waiting, outcome }]) =>
    [...waiting].map((to) => ({ to, transaction, outcome })),
  );
  return { save: [], tell };
}

export const inquired = (log: CoordinatorRecord[], transaction: string): "commit" | "abort" =>
  log.find((line) => line.transaction === transaction && line.kind === "commit") ? "commit" : "abort";
