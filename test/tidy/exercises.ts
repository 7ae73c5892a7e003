/** Every exercise has all its parts, under the same path in each place. */
import type { Problem } from "./source";

/** The places, and what each part is; `%` stands for `NN-slug/name`. */
const parts: readonly (readonly [pattern: string, what: string])[] = [
  ["exercises/%.ts", "the learner's file"],
  ["test/exercises/%.ts", "the pristine stub"],
  ["test/exercises/%.checks.ts", "its checks"],
  ["solutions/%.ts", "the solution"],
];

const exercise = /^(?:exercises|solutions|test\/exercises)\/(\d\d-[a-z0-9-]+\/[a-z0-9-]+?)(?:\.checks)?\.ts$/;

/**
 * Parts that are missing, of every exercise that has at least one.
 * @param paths all files of the project
 */
export function exerciseParts(paths: readonly string[]): Problem[] {
  const present = new Set(paths);
  const ids = new Set(paths.flatMap((path) => exercise.exec(path)?.[1] ?? []));
  return [...ids].toSorted().flatMap((id) =>
    parts
      .map(([pattern, what]) => ({ path: pattern.replace("%", id), what }))
      .filter(({ path }) => !present.has(path))
      .map(({ path, what }) => ({ path, line: 1, message: `missing: ${what} of the exercise ${id}` })),
  );
}

/**
 * Exercises that have files and that no chapter names.
 * @param paths all files of the project
 * @param named the ids in the chapters' metadata
 */
export function unnamedExercises(paths: readonly string[], named: ReadonlySet<string>): Problem[] {
  return paths.flatMap((path) => {
    const id = /^exercises\/(.+)\.ts$/.exec(path)?.[1];
    if (id === undefined || named.has(id)) return [];
    return [{ path, line: 1, message: `no chapter's metadata names the exercise ${id}` }];
  });
}
