// Rounded the other way, which half a millisecond allows.
import type { KillNine } from "distlab";

export const leaderMs: KillNine["leaderMs"] = 229;
export const silenceMs: KillNine["silenceMs"] = 206.5;
export const writeMs: KillNine["writeMs"] = 256;
export const lost: KillNine["lost"] = 0;
