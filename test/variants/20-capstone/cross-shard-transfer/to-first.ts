// Locks the account that gets the money first, and has an abort recorded where there is too little.
import type { Transfer, TransferStep } from "distlab";

export function nextStep(transfer: Transfer): TransferStep {
  const { fromLock, toLock, outcome, fromFinished, toFinished } = transfer;
  if (toLock === null) return { do: "lock to" };
  if (fromLock === null) return { do: "lock from" };
  const enough = fromLock === "granted";
  if (outcome === null) return { do: "decide", outcome: enough ? "commit" : "abort" };
  if (!toFinished) return { do: "finish to" };
  if (enough && !fromFinished) return { do: "finish from" };
  if (!enough) return { do: "answer", done: false };
  return outcome === "commit" ? { do: "answer", done: true } : { do: "begin again" };
}
