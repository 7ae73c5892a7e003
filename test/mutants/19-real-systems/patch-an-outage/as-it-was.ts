// Leaves it at asynchronous replication.
// caught by: two servers that are cut off with the primary take no acknowledged write with them
import type { PatchAnOutage } from "distlab";

export const promoteAfterSeconds: PatchAnOutage["promoteAfterSeconds"] = 75;
export const acknowledgement: PatchAnOutage["acknowledgement"] = "asynchronous";
export const preVote: PatchAnOutage["preVote"] = true;
export const electionTimeoutMs: PatchAnOutage["electionTimeoutMs"] = 200;
