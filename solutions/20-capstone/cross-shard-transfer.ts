/**
 * Lock both, decide once, finish both, answer. Before the record speaks, nothing may be taken for done; after it, what
 * it says is all that counts. An abort is somebody's impatience and not the customer's answer, so it begins again.
 */
import type { Transfer, TransferStep } from "distlab";

export function nextStep(transfer: Transfer): TransferStep {
  const { fromLock, toLock, outcome, fromFinished, toFinished } = transfer;
  if (fromLock === null) return { do: "lock from" };
  if (fromLock === "too little") return { do: "answer", done: false };
  if (toLock === null) return { do: "lock to" };
  if (outcome === null) return { do: "decide", outcome: "commit" };
  if (!fromFinished) return { do: "finish from" };
  if (!toFinished) return { do: "finish to" };
  return outcome === "commit" ? { do: "answer", done: true } : { do: "begin again" };
}
