// Fails over after half a minute, as it was on the day.
// caught by: forty-three seconds of silence lose nothing
import type { PatchAnOutage } from "distlab";

export const promoteAfterSeconds: PatchAnOutage["promoteAfterSeconds"] = 30;
export const acknowledgement: PatchAnOutage["acknowledgement"] = "consensus";
export const preVote: PatchAnOutage["preVote"] = true;
export const electionTimeoutMs: PatchAnOutage["electionTimeoutMs"] = 200;
