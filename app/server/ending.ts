// How a kernel's process ended, in words. In a file of its own, so that saying it does not load ZeroMQ.
import type { Ending } from "../kernel/process";

/** "ended by SIGKILL", with the last that the process said where that helps. */
export function describeEnding(ending: Ending): string {
  const how =
    ending.signal === null ? `ended with exit code ${ending.code ?? "unknown"}` : `was ended by ${ending.signal}`;
  return `the kernel's process ${how}${ending.lastWords === "" ? "" : `: ${ending.lastWords}`}`;
}
