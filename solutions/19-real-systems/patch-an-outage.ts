/**
 * Longer than what mends itself, shorter than what people can bear. A majority that acknowledges and elects. And
 * questions before terms, with a time-out that slow messages do not exceed.
 */
import type { PatchAnOutage } from "distlab";

export const promoteAfterSeconds: PatchAnOutage["promoteAfterSeconds"] = 75;
export const acknowledgement: PatchAnOutage["acknowledgement"] = "consensus";
export const preVote: PatchAnOutage["preVote"] = true;
export const electionTimeoutMs: PatchAnOutage["electionTimeoutMs"] = 200;
