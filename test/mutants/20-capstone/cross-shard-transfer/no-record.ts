// Finishes both accounts without having anything decided: two locks seem enough.
// caught by: nothing is decided with one lock, and nothing finished before it is decided
import type { Transfer, TransferStep } from "distlab";

export function nextStep(transfer: Transfer): TransferStep {
  const { fromLock, toLock, outcome, fromFinished, toFinished } = transfer;
  if (fromLock === null) return { do: "lock from" };
  if (fromLock === "too little") return { do: "answer", done: false };
  if (toLock === null) return { do: "lock to" };
  if (!fromFinished) return { do: "finish from" };
  if (!toFinished) return { do: "finish to" };
  return outcome !== "abort" ? { do: "answer", done: true } : { do: "begin again" };
}
