/** `npm run bench -- check`: how fast the checkers are, each beside what one would write without them. */
import { exploreRows } from "./check/explore";
import { linearizableRows } from "./check/linearizable";
import type { BenchmarkRow } from "./rows";

export function run(): BenchmarkRow[] {
  return [...exploreRows(), ...linearizableRows()];
}
