// Takes the first answer to a client for the first sign of a leader.
// caught by: from the kill to the next leader
import type { KillNine } from "distlab";

const killed = 1491.5;
export const leaderMs: KillNine["leaderMs"] = 1723.1 - killed;
export const silenceMs: KillNine["silenceMs"] = 1698.5 - killed;
export const writeMs: KillNine["writeMs"] = 1723.1 - 1467.6;
export const lost: KillNine["lost"] = 0;
