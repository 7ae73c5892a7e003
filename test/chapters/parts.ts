/** The parts that every chapter has, as rules: each looks at one chapter and says what is missing. */
import { isObject, parseNotebook } from "../../app/course/notebook";
import type { Cell, Json, JsonObject, Notebook } from "../../app/course/notebook";
import { text } from "../../app/notebook/canonical";

/** The course, in its order. */
export const chapterIds = [
  "01-why-distribute",
  "02-eight-fallacies",
  "03-building-blocks",
  "04-back-pressure",
  "05-two-generals",
  "06-failure-detection",
  "07-clocks",
  "08-replication",
  "09-sharding",
  "10-cap",
  "11-quorums",
  "12-leader-election",
  "13-paxos",
  "14-raft-election",
  "15-raft-log",
  "16-byzantine-generals",
  "17-two-and-three-phase-commit",
  "18-sagas",
  "19-real-systems",
  "20-capstone",
] as const;

const drawingsMin = 3;
const predictionsMin = 4;
const exercisesMin = 3;
const questionsMin = 6;
const readingsMin = 2;
const proseOverCodeMin = 1;

/** What the rules look at. */
export interface Chapter {
  readonly id: string;
  readonly minutes: Json | undefined;
  readonly prerequisites: readonly string[];
  readonly exercises: readonly string[];
  /** The text of each Markdown cell. */
  readonly prose: readonly string[];
  /** The text of each code cell. */
  readonly code: readonly string[];
  /** The exercises that a cell checks. */
  readonly checked: readonly string[];
}

/** A rule; `exists` tells whether a path, seen from the chapters' folder, leads to a file. */
export type PartRule = (chapter: Chapter, exists: (path: string) => boolean) => string[];

const isList = (value: Json | undefined): value is readonly Json[] => Array.isArray(value);
const isText = (value: Json | undefined): value is string => typeof value === "string";
const matches = (pattern: RegExp, content: string): string[] =>
  [...content.matchAll(pattern)].map((match) => match[1] ?? "");

/** A chapter from its file. */
export const readChapter = (content: string): Chapter => chapterOf(parseNotebook(content));

/** A chapter from its notebook. */
export function chapterOf({ metadata, cells }: Notebook): Chapter {
  const about: JsonObject = isObject(metadata["distlab"]) ? metadata["distlab"] : {};
  const { id, minutes, prerequisites, exercises } = about;
  const listed = isList(exercises)
    ? exercises.map((exercise) => (isObject(exercise) ? exercise["id"] : undefined))
    : [];
  const textsOf = (kind: string): string[] =>
    cells.filter((cell) => cell.cell_type === kind).map((cell) => text(cell.source));
  return {
    id: text(id),
    minutes,
    prerequisites: isList(prerequisites) ? prerequisites.filter(isText) : [],
    exercises: listed.filter(isText),
    prose: textsOf("markdown"),
    code: textsOf("code"),
    checked: cells.map(exerciseOf).filter(isText),
  };
}

function exerciseOf(cell: Cell): Json | undefined {
  const metadata = cell["metadata"];
  const own = isObject(metadata) ? metadata["distlab"] : undefined;
  return isObject(own) ? own["exercise"] : undefined;
}

const opening = ({ prose }: Chapter): string => prose[0] ?? "";
const furtherReading = /^## Further reading$/m;
const partOf = ({ prose }: Chapter, heading: RegExp): string => {
  const whole = prose.join("\n\n");
  const from = heading.exec(whole);
  if (from === null) return "";
  const rest = whole.slice(from.index + from[0].length);
  const end = /^## /m.exec(rest);
  return end === null ? rest : rest.slice(0, end.index);
};

/** Characters of prose for each character of code. */
export const proseOverCode = ({ prose, code }: Chapter): number =>
  prose.join("").length / Math.max(1, code.join("").length);

function saysWhatFor(chapter: Chapter): string[] {
  const promise = opening(chapter)
    .split(/\n\n+/)
    .slice(1)
    .some((paragraph) => /\byou (?:can|will be able to) \w/i.test(paragraph));
  return promise ? [] : ['the opening does not say what "you can" or "you will be able to" do'];
}

function saysHowLong(chapter: Chapter): string[] {
  const line = /^(\d+) minutes · needs (.+)$/m.exec(opening(chapter));
  if (line === null) return ['the opening has no line "NN minutes · needs …"'];
  const faults: string[] = [];
  if (Number(line[1]) !== chapter.minutes)
    faults.push(`the opening says ${line[1]} minutes, the metadata ${String(chapter.minutes)}`);
  const told = [...(line[2] ?? "").matchAll(/\b\d\d\b/g)].map(String).join(", ");
  const meant = chapter.prerequisites.map((id) => id.slice(0, 2)).join(", ");
  if (told !== meant) faults.push(`the opening needs chapters [${told}], the metadata [${meant}]`);
  return faults;
}

const knowsItsPrerequisites: PartRule = ({ id, prerequisites }) => {
  const known: readonly string[] = chapterIds;
  const strange = [id, ...prerequisites].filter((one) => !known.includes(one));
  return strange.map((one) => `${JSON.stringify(one)} is no chapter of the course`);
};

/** Cells that draw, by a word of their own. */
function draws({ code }: Chapter): string[] {
  const drawn = code.filter((source) => /\b(?:player|spaceTime|timeline|chart\.\w+)\(/.test(source)).length;
  return drawn >= drawingsMin ? [] : [`${drawn} cells draw a chart or diagram; at least ${drawingsMin}`];
}

function predicts({ id, code }: Chapter): string[] {
  const source = code.join("\n");
  const asked = matches(/\bpredict\((\{)/g, source).length;
  const ids = matches(/\bpredict\(\{\s*id: "([^"]*)"/g, source);
  const faults = asked >= predictionsMin ? [] : [`${asked} predictions; at least ${predictionsMin}`];
  if (ids.length < asked) faults.push(`${asked - ids.length} predictions do not begin with a literal id`);
  const foreign = ids.filter((one) => !one.startsWith(`${id}/`)).map((one) => `prediction ${one} is not ${id}/…`);
  const twice = ids.filter((one, index) => ids.indexOf(one) !== index).map((one) => `prediction ${one} is there twice`);
  return [...faults, ...foreign, ...twice];
}

function setsExercises({ exercises, checked }: Chapter): string[] {
  if (exercises.length === 0) return checked.map((id) => `a cell checks ${id}, which the metadata does not list`);
  const faults = exercises.length >= exercisesMin ? [] : [`${exercises.length} exercises; at least ${exercisesMin}`];
  const unchecked = exercises.filter((id) => !checked.includes(id)).map((id) => `no cell checks ${id}`);
  const unlisted = checked.filter((id) => !exercises.includes(id));
  return [...faults, ...unchecked, ...unlisted.map((id) => `a cell checks ${id}, which the metadata does not list`)];
}

function asksQuestions({ prose }: Chapter): string[] {
  const questions = [...prose.join("\n\n").matchAll(/<details>\s*<summary>(.*?)<\/summary>(.*?)<\/details>/gs)];
  const mute = questions.filter(([, question, answer]) => question?.trim() === "" || answer?.trim() === "");
  const faults = mute.map(() => "an interview question has no text, or no answer");
  if (questions.length >= questionsMin) return faults;
  return [...faults, `${questions.length} interview questions with answers; at least ${questionsMin}`];
}

function namesReadings(chapter: Chapter): string[] {
  const readings = partOf(chapter, furtherReading).match(/^- \S/gm)?.length ?? 0;
  return readings >= readingsMin ? [] : [`${readings} entries under "## Further reading"; at least ${readingsMin}`];
}

/** Under "Further reading" a chapter may also be one of a book. */
function refersToChapters(chapter: Chapter): string[] {
  const prose = chapter.prose.filter((cell) => !furtherReading.test(cell)).join("\n\n");
  return matches(/\bchapters?\s+(\d+(?:(?:, | and | or | to |–)\d+)*)/gi, prose)
    .flatMap((numbers) => numbers.match(/\d+/g) ?? [])
    .filter((number) => Number(number) < 1 || Number(number) > chapterIds.length)
    .map((number) => `there is no chapter ${number}`);
}

const slug = (heading: string): string =>
  heading
    .toLowerCase()
    .replace(/[^\p{L}\p{N}\s-]/gu, "")
    .trim()
    .replace(/\s/g, "-");

const linksSomewhere: PartRule = ({ prose }, exists) => {
  const whole = prose.join("\n\n");
  const headings = matches(/^#+ (.*)$/gm, whole).map(slug);
  const links = [...matches(/\]\(<?([^)\s>]+)/g, whole), ...matches(/\b(?:href|src)="([^"]*)"/g, whole)];
  return links
    .filter((link) => !/^(?:https?|mailto|data):/.test(link))
    .filter((link) => (link.startsWith("#") ? !headings.includes(link.slice(1)) : !exists(link.replace(/#.*$/, ""))))
    .map((link) => `the link ${link} leads nowhere`);
};

function explains(chapter: Chapter): string[] {
  const ratio = proseOverCode(chapter);
  return ratio >= proseOverCodeMin ? [] : [`${ratio.toFixed(2)} characters of prose for one of code; at least 1`];
}

/** Every rule under the claim that it makes of a chapter. */
export const rules = {
  "says what one will be able to do": saysWhatFor,
  "says how long it takes and what it needs": saysHowLong,
  "builds on known chapters": knowsItsPrerequisites,
  "draws three charts or diagrams": draws,
  "asks for four predictions": predicts,
  "sets three exercises, if any": setsExercises,
  "has six interview questions": asksQuestions,
  "names further reading": namesReadings,
  "refers to chapters that there are": refersToChapters,
  "links to what there is": linksSomewhere,
  "has as much prose as code": explains,
} as const satisfies Readonly<Record<string, PartRule>>;

/** The exercises whose cells show points: a chapter is committed as a beginner finds it. */
export function solvedIn({ cells }: Pick<Notebook, "cells">): string[] {
  const outputs = cells.flatMap((cell) => (isList(cell["outputs"]) ? cell["outputs"] : []));
  return outputs.flatMap((output) => {
    const data = isObject(output) ? output["data"] : undefined;
    const result = isObject(data) ? data["application/vnd.distlab.check+json"] : undefined;
    if (!isObject(result) || result["score"] === 0) return [];
    return [`${String(result["id"])} shows ${String(result["score"])} points`];
  });
}

/** What is missing in a chapter, by all rules. */
export const missingParts: PartRule = (chapter, exists) =>
  Object.values<PartRule>(rules).flatMap((rule) => rule(chapter, exists));
