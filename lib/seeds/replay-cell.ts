/** Plays a schedule, and writes the cell that does. */
import type { Data } from "../protocol";
import type { Fault, Run, SimulateOptions } from "../sim";
import { castOf, safetyOf } from "./options";
import type { Beginning, Move, Schedule } from "./schedule";
import { ScheduledRun } from "./shrunk-run";

/**
 * Plays an exact schedule: nothing is left to chance, and the same run comes of it every time. Who takes part, and
 * what is watched, are those of a simulation; its faults, its network's chances and its times are not used.
 * @throws OptionError where the simulation's options are not allowed
 * @throws RangeError where a move is not possible at its place, naming it
 */
export function playSchedule(options: SimulateOptions, schedule: Schedule): ScheduledRun {
  const properties = options.properties ?? safetyOf(options);
  return new ScheduledRun(castOf({ ...options, properties }, "asynchronous"), schedule, "an exact schedule");
}

/** A cell that plays the run again. `run` and `properties` are what `checkSeeds` was given. */
export function replayCell(smallest: ScheduledRun, seed: number): string {
  const { moves, ...start } = smallest.schedule;
  const lines = moves.map((move, index) => `    ${literal(move)}, // ${smallest.lines[index]!}`);
  const beginning = isPlain(start) ? [] : [`  ...${literal(start)},`];
  return [
    `// Seed ${seed}, shrunk to ${smallest.size} events. ${smallest.sentence}`,
    `playSchedule({ ...run(${seed}), properties }, {`,
    ...beginning,
    "  moves: [",
    ...lines,
    "  ],",
    "});",
  ].join("\n");
}

/** A cell that simulates again, with the faults that are needed. `run` is what `checkSeeds` was given. */
export function simulationCell({ options }: Run, seed: number): string {
  const faults = (options.faults ?? []).map((fault) => `    ${literal(fault)},`);
  return [
    `// Seed ${seed}, with ${faults.length === 1 ? "the one fault" : `the ${faults.length} faults`} that it takes.`,
    "simulate({",
    `  ...run(${seed}),`,
    `  seed: ${literal(options.seed ?? seed)},`,
    `  network: ${literal((options.network ?? {}) as Literal)},`,
    ...(faults.length === 0 ? ["  faults: [],"] : ["  faults: [", ...faults, "  ],"]),
    "});",
  ].join("\n");
}

function isPlain({ down = [], boots = {} }: Beginning): boolean {
  return down.length === 0 && Object.keys(boots).length === 0;
}

type Literal = Data | Beginning | Move | Fault;

/** A value as it is written in TypeScript. */
function literal(value: Literal): string {
  if (Array.isArray(value)) return `[${value.map((item) => literal(item as Data)).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const fields = Object.entries(value).map(([name, item]) => `${nameText(name)}: ${literal(item as Data)}`);
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}

function nameText(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : JSON.stringify(name);
}
