// Frees the first account before anything is decided about the second.
// caught by: nothing is decided with one lock, and nothing finished before it is decided
import type { Transfer, TransferStep } from "distlab";

export function nextStep(transfer: Transfer): TransferStep {
  const { fromLock, toLock, outcome, fromFinished, toFinished } = transfer;
  if (fromLock === null) return { do: "lock from" };
  if (fromLock === "too little") return { do: "answer", done: false };
  if (toLock === null) return { do: "lock to" };
  if (!fromFinished) return { do: "finish from" };
  if (outcome === null) return { do: "decide", outcome: "commit" };
  if (!toFinished) return { do: "finish to" };
  return outcome === "commit" ? { do: "answer", done: true } : { do: "begin again" };
}
