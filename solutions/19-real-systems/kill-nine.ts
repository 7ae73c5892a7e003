/** Differences of times in the record. Of the 229.5 ms, 207 are one follower's patience; the election itself takes 22.5. */
import type { KillNine } from "distlab";

const killed = 1491.5;
export const leaderMs: KillNine["leaderMs"] = 1721.0 - killed;
export const silenceMs: KillNine["silenceMs"] = 1698.5 - killed;
export const writeMs: KillNine["writeMs"] = 1723.1 - 1467.6;
export const lost: KillNine["lost"] = 0;
