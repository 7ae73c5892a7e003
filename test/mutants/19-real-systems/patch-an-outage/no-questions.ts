// Raises its term without asking, with a longer time-out instead.
// caught by: a switch that fails a little deposes nobody
import type { PatchAnOutage } from "distlab";

export const promoteAfterSeconds: PatchAnOutage["promoteAfterSeconds"] = 75;
export const acknowledgement: PatchAnOutage["acknowledgement"] = "consensus";
export const preVote: PatchAnOutage["preVote"] = false;
export const electionTimeoutMs: PatchAnOutage["electionTimeoutMs"] = 200;
