// Thinks that the client noticed, when it asked.
// caught by: before anybody noticed
import type { KillNine } from "distlab";

const killed = 1491.5;
export const leaderMs: KillNine["leaderMs"] = 1721.0 - killed;
export const silenceMs: KillNine["silenceMs"] = 1492.1 - killed;
export const writeMs: KillNine["writeMs"] = 1723.1 - 1467.6;
export const lost: KillNine["lost"] = 0;
