// Waits two seconds before it believes that the leader is gone.
// caught by: a leader that dies is replaced within a second
import type { PatchAnOutage } from "distlab";

export const promoteAfterSeconds: PatchAnOutage["promoteAfterSeconds"] = 75;
export const acknowledgement: PatchAnOutage["acknowledgement"] = "consensus";
export const preVote: PatchAnOutage["preVote"] = true;
export const electionTimeoutMs: PatchAnOutage["electionTimeoutMs"] = 2000;
