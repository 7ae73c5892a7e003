// Tells the customer as soon as it is decided, and leaves both accounts locked.
// caught by: both accounts are told what was decided, before the customer is
import type { Transfer, TransferStep } from "distlab";

export function nextStep(transfer: Transfer): TransferStep {
  const { fromLock, toLock, outcome, fromFinished, toFinished } = transfer;
  if (fromLock === null) return { do: "lock from" };
  if (fromLock === "too little") return { do: "answer", done: false };
  if (toLock === null) return { do: "lock to" };
  if (outcome === null) return { do: "decide", outcome: "commit" };
  void [fromFinished, toFinished];
  return outcome === "commit" ? { do: "answer", done: true } : { do: "begin again" };
}
