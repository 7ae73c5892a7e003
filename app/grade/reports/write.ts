/** Writes every report of a batch into its folder. */
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { writeAtomically } from "../../course/files";
import { fileName } from "../batch";
import type { Batch } from "../batch";
import { classroom50, classroomRun, csv, gradescope, junit, withoutPictures } from "./formats";
import { classSummary, feedbackHtml, feedbackMarkdown, summaryHtml, summaryMarkdown } from "./pages";

const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

/**
 * Class: results.json, scores.csv, junit.xml, summary.json, .md and .html. Each learner, in a folder of their name:
 * gradescope.json, classroom50.json, feedback.md and .html.
 */
export async function writeReports(
  out: string,
  { results, resemblance, sandbox }: Batch,
  environment: Readonly<Record<string, string | undefined>>,
  now: Date,
): Promise<void> {
  const summary = classSummary(results, resemblance);
  const level = { level: sandbox.level, description: sandbox.description };
  const files: [string, string][] = [
    ["results.json", json({ sandbox: level, submissions: results.map(withoutPictures) })],
    ["scores.csv", csv(results)],
    ["junit.xml", junit(results)],
    ["summary.json", json(summary)],
    ["summary.md", summaryMarkdown(summary)],
    ["summary.html", summaryHtml(summary)],
  ];
  const run = classroomRun(environment, now);
  for (const result of results) {
    const folder = join("learners", fileName(result.learner));
    await mkdir(join(out, folder), { recursive: true });
    files.push([join(folder, "gradescope.json"), json(gradescope(result))]);
    files.push([join(folder, "classroom50.json"), json(classroom50(result, run))]);
    files.push([join(folder, "feedback.md"), feedbackMarkdown(result)]);
    files.push([join(folder, "feedback.html"), feedbackHtml(result)]);
  }
  for (const [name, text] of files) await writeAtomically(join(out, name), text);
}
