// Does not look at what the first lock was answered.
// caught by: who has too little is told so
import type { Transfer, TransferStep } from "distlab";

export function nextStep(transfer: Transfer): TransferStep {
  const { fromLock, toLock, outcome, fromFinished, toFinished } = transfer;
  if (fromLock === null) return { do: "lock from" };
  if (toLock === null) return { do: "lock to" };
  if (outcome === null) return { do: "decide", outcome: "commit" };
  if (!fromFinished) return { do: "finish from" };
  if (!toFinished) return { do: "finish to" };
  return outcome === "commit" ? { do: "answer", done: true } : { do: "begin again" };
}
