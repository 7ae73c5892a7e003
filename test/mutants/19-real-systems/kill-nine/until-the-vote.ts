// Takes the vote for the beginning of the reign.
// caught by: from the kill to the next leader
import type { KillNine } from "distlab";

const killed = 1491.5;
export const leaderMs: KillNine["leaderMs"] = 1717.8 - killed;
export const silenceMs: KillNine["silenceMs"] = 1698.5 - killed;
export const writeMs: KillNine["writeMs"] = 1723.1 - 1467.6;
export const lost: KillNine["lost"] = 0;
