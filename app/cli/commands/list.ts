/** `distlab list`: the chapters, their exercises, and how far one is. */
import type { Command } from "commander";
import { CourseReader } from "../../course/map";
import type { ChapterInfo } from "../../course/map";
import { Records } from "../../course/records";
import { Attempts } from "../../course/attempts";
import type { AttemptRecord } from "../../course/attempts";
import type { ChapterProgress } from "../../server/contract";
import type { Context } from "../context";
import { columns, counted } from "../terminal";

export function define(command: Command, context: Context): void {
  command
    .option("--json", "print [{id, title, minutes, exercises: [{id, title, points}]}] instead")
    .action((flags: { readonly json?: true }) => list(flags.json === true, context));
}

async function list(json: boolean, context: Context): Promise<void> {
  const chapters = await new CourseReader(context.root).chapters();
  if (json) {
    const rows = chapters.map(({ id, title, minutes, exercises }) => ({ id, title, minutes, exercises }));
    context.out.line(JSON.stringify(rows, null, 2));
    return;
  }
  const progress = await new Records(context.root).progress();
  if (chapters.length === 0) context.out.line("There are no chapters in notebooks/ yet.");
  const earned = await new Attempts(context.root).all();
  const rows = chapters.map((chapter) => row(chapter, progress.chapters[chapter.id], earned, context));
  for (const line of columns(rows)) context.out.line(line);
  for (const { path, fault } of chapters) {
    if (fault !== null) context.error.line(`${context.error.style("yellow", "warning:")} ${path}: ${fault}`);
  }
  if (progress.leftOff !== null) {
    context.out.line(`\nYou left off in ${progress.leftOff.chapter}: distlab start goes on there.`);
  }
}

function row(
  chapter: ChapterInfo,
  progress: ChapterProgress | undefined,
  earned: { readonly [id: string]: AttemptRecord },
  context: Context,
): string[] {
  const { out } = context;
  const best = chapter.exercises.reduce((sum, { id }) => sum + (earned[id]?.best ?? 0), 0);
  const number = /^\d+/.exec(chapter.id)?.[0] ?? "";
  const points = chapter.exercises.reduce((sum, { points: some }) => sum + (some ?? 0), 0);
  const exercises =
    chapter.exercises.length === 0
      ? ""
      : `${counted(chapter.exercises.length, "exercise")}, ${best > 0 ? `${best} of ` : ""}${counted(points, "point")}`;
  return [
    progress?.finished === true ? out.style("green", "✓") : progress === undefined ? " " : out.style("cyan", "▸"),
    out.style("bold", number),
    chapter.title,
    out.style("dim", chapter.minutes === null ? "" : `${chapter.minutes} min`),
    out.style("dim", exercises),
    howFar(chapter, progress),
  ];
}

function howFar(chapter: ChapterInfo, progress: ChapterProgress | undefined): string {
  if (progress === undefined) return "";
  if (progress.finished) return "finished";
  const ran = new Set(progress.ran);
  const done = chapter.cells.filter((id) => ran.has(id)).length;
  return `${done} of ${counted(chapter.cells.length, "cell")} run`;
}
