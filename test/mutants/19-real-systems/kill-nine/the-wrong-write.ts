// Takes the read of c2 for the write that was under way.
// caught by: what the write under way took
import type { KillNine } from "distlab";

const killed = 1491.5;
export const leaderMs: KillNine["leaderMs"] = 1721.0 - killed;
export const silenceMs: KillNine["silenceMs"] = 1698.5 - killed;
export const writeMs: KillNine["writeMs"] = 1789.0 - 1492.1;
export const lost: KillNine["lost"] = 0;
