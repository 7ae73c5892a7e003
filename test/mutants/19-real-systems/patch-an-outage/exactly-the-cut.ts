// Takes over at the moment at which the cut ends.
// caught by: forty-three seconds of silence lose nothing
import type { PatchAnOutage } from "distlab";

export const promoteAfterSeconds: PatchAnOutage["promoteAfterSeconds"] = 42;
export const acknowledgement: PatchAnOutage["acknowledgement"] = "consensus";
export const preVote: PatchAnOutage["preVote"] = true;
export const electionTimeoutMs: PatchAnOutage["electionTimeoutMs"] = 200;
