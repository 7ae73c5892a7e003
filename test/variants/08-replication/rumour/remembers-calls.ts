// Keeps the last calls and looks whether all were futile.
import type { Spreader } from "distlab";

export const createSpreader = (k: number): Spreader => {
  const calls: boolean[] = [];
  let state: "ignorant" | "interested" | "bored" = "ignorant";
  return {
    hears: () => {
      if (state === "ignorant") state = "interested";
    },
    isInterested: () => state === "interested",
    called: (knewAlready) => {
      calls.push(knewAlready);
      const last = calls.slice(-k);
      if (last.length === k && last.every(Boolean)) state = "bored";
    },
  };
};
