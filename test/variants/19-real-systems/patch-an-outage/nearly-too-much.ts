// Nearly the most that is allowed.
import type { PatchAnOutage } from "distlab";

export const promoteAfterSeconds: PatchAnOutage["promoteAfterSeconds"] = 110;
export const acknowledgement: PatchAnOutage["acknowledgement"] = "consensus";
export const preVote: PatchAnOutage["preVote"] = true;
export const electionTimeoutMs: PatchAnOutage["electionTimeoutMs"] = 300;
