// Begins again without freeing the accounts of the transfer that was aborted.
// caught by: both accounts are told what was decided, before the customer is
import type { Transfer, TransferStep } from "distlab";

export function nextStep(transfer: Transfer): TransferStep {
  const { fromLock, toLock, outcome, fromFinished, toFinished } = transfer;
  if (fromLock === null) return { do: "lock from" };
  if (fromLock === "too little") return { do: "answer", done: false };
  if (toLock === null) return { do: "lock to" };
  if (outcome === null) return { do: "decide", outcome: "commit" };
  if (outcome === "abort") return { do: "begin again" };
  if (!fromFinished) return { do: "finish from" };
  if (!toFinished) return { do: "finish to" };
  return outcome === "commit" ? { do: "answer", done: true } : { do: "begin again" };
}
