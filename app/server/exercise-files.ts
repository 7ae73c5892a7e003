// An exercise's file in the page: reading, saving, going back to the stub. What a reset or a save would overwrite is
// never lost: a stale save is refused, and a reset puts the learner's text aside.
import { mkdir } from "node:fs/promises";
import { dirname } from "node:path";
import { exerciseName, exercisePath, readStub } from "../course/exercises";
import type { ExerciseName } from "../course/exercises";
import type { ExerciseFile, ExerciseReset } from "./contract";
import { conflict, fromFileSystem, HttpError, notFound } from "./errors";
import { digest, exclusively, keepAside, readIfPresent, writeAtomically } from "../course/files";
import type { CoursePath, CoursePaths } from "./paths";

interface Opened {
  readonly name: ExerciseName;
  readonly place: CoursePath;
  readonly stub: string | null;
}

export class ExerciseFiles {
  constructor(private readonly paths: CoursePaths) {}

  async get(id: string): Promise<ExerciseFile> {
    return this.describe(await this.open(id));
  }

  /** Whether the learner has changed the file; null when the exercise has none. */
  async started(id: string): Promise<boolean | null> {
    const name = exerciseName(id);
    if (name === null) return null;
    const file = await this.get(id).catch((error: unknown) => {
      if (error instanceof HttpError) return null;
      throw error;
    });
    return file === null ? null : !file.pristine;
  }

  /** @throws HttpError 409 with the present file when `base` is not its version */
  async save(id: string, content: string, base: string): Promise<ExerciseFile> {
    const opened = await this.open(id);
    return this.change(opened, async () => {
      await this.requireVersion(opened, base);
      await this.write(opened, content, base);
    });
  }

  /** Puts the stub back. */
  async reset(id: string): Promise<ExerciseReset> {
    const opened = await this.open(id);
    const { stub } = opened;
    if (stub === null) throw notFound(`There is no stub of "${id}" to go back to.`);
    let kept: string | null = null;
    const file = await this.change(opened, async () => {
      const old = await readIfPresent(opened.place.absolute);
      if (old !== null && old.toString("utf8") !== stub) {
        kept = await keepAside(this.paths.root, opened.place.api, old, new Date());
      }
      const before = old === null ? null : digest(old);
      await this.write(opened, stub, before ?? digest(stub));
    });
    return { ...file, kept };
  }

  private async open(id: string): Promise<Opened> {
    const name = exerciseName(id);
    if (name === null) throw notFound(`"${id}" is not an exercise's id.`);
    const place = await this.paths.resolve(exercisePath(name), "write");
    const stub = await readStub(this.paths.root, name);
    if (stub === null && !place.exists) throw notFound(`There is no exercise "${id}" with a file.`);
    return { name, place, stub };
  }

  private async describe({ name, place, stub }: Opened): Promise<ExerciseFile> {
    const bytes = await readIfPresent(place.absolute);
    // A file that was deleted counts as untouched: the stub is shown, and the first save brings the file back.
    const content = bytes?.toString("utf8") ?? stub ?? "";
    return {
      id: `${name.chapter}/${name.name}`,
      path: place.api,
      content,
      version: digest(bytes ?? content),
      pristine: content === stub,
    };
  }

  private async change(opened: Opened, task: () => Promise<void>): Promise<ExerciseFile> {
    try {
      return await exclusively(opened.place.absolute, async () => {
        await task();
        return this.describe(opened);
      });
    } catch (error) {
      throw fromFileSystem(error, opened.place.api) ?? error;
    }
  }

  private async requireVersion(opened: Opened, version: string): Promise<void> {
    const current = await this.describe(opened);
    if (current.version === version) return;
    throw conflict(`"${current.path}" was not saved: it was changed in another place meanwhile.`, { current });
  }

  private async write(opened: Opened, content: string, base: string): Promise<void> {
    await mkdir(dirname(opened.place.absolute), { recursive: true });
    await writeAtomically(opened.place.absolute, content, () => this.requireVersion(opened, base));
  }
}
