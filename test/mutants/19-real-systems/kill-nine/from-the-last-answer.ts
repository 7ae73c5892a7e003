// Counts from the last answer that A gave, not from the kill.
// caught by: from the kill to the next leader
import type { KillNine } from "distlab";

const killed = 1491.5;
export const leaderMs: KillNine["leaderMs"] = 1721.0 - 1466.0;
export const silenceMs: KillNine["silenceMs"] = 1698.5 - killed;
export const writeMs: KillNine["writeMs"] = 1723.1 - 1467.6;
export const lost: KillNine["lost"] = 0;
