// Takes the requests for votes for the moment at which somebody noticed.
// caught by: before anybody noticed
import type { KillNine } from "distlab";

const killed = 1491.5;
export const leaderMs: KillNine["leaderMs"] = 1721.0 - killed;
export const silenceMs: KillNine["silenceMs"] = 1700.7 - killed;
export const writeMs: KillNine["writeMs"] = 1723.1 - 1467.6;
export const lost: KillNine["lost"] = 0;
