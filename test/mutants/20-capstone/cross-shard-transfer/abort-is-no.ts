// Tells the customer that there was too little money, when somebody only lost patience.
// caught by: what the record says counts, and an abort is not the customer's answer
import type { Transfer, TransferStep } from "distlab";

export function nextStep(transfer: Transfer): TransferStep {
  const { fromLock, toLock, outcome, fromFinished, toFinished } = transfer;
  if (fromLock === null) return { do: "lock from" };
  if (fromLock === "too little") return { do: "answer", done: false };
  if (toLock === null) return { do: "lock to" };
  if (outcome === null) return { do: "decide", outcome: "commit" };
  if (!fromFinished) return { do: "finish from" };
  if (!toFinished) return { do: "finish to" };
  return outcome === "commit" ? { do: "answer", done: true } : { do: "answer", done: false };
}
