// Rounded to whole milliseconds.
import type { KillNine } from "distlab";

export const leaderMs: KillNine["leaderMs"] = 230;
export const silenceMs: KillNine["silenceMs"] = 207;
export const writeMs: KillNine["writeMs"] = 255;
export const lost: KillNine["lost"] = 0;
