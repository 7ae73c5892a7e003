// Looks at the last transaction of the log only.
// caught by: what was decided is told again to whoever has not acknowledged it
import type { CoordinatorRecord, ToldOutcome } from "distlab";

export function recover(log: CoordinatorRecord[]): { save: CoordinatorRecord[]; tell: ToldOutcome[] } {
  const save: CoordinatorRecord[] = [];
  const tell: ToldOutcome[] = [];
  for (const line of log.filter(({ kind }) => kind === "begun").slice(-1)) {
    if (line.kind !== "begun" || has(log, "ended", line.transaction)) continue;
    const { transaction, participants } = line;
    const outcome = inquired(log, transaction);
    if (!has(log, outcome, transaction)) save.push({ kind: outcome, transaction });
    for (const to of participants) {
      const knows = log.some((one) => one.kind === "acknowledged" && one.transaction === transaction && one.by === to);
      if (!knows) tell.push({ to, transaction, outcome });
    }
  }
  return { save, tell };
}

export function inquired(log: CoordinatorRecord[], transaction: string): "commit" | "abort" {
  return has(log, "commit", transaction) ? "commit" : "abort";
}

function has(log: CoordinatorRecord[], kind: CoordinatorRecord["kind"], transaction: string): boolean {
  return log.some((line) => line.kind === kind && line.transaction === transaction);
}
