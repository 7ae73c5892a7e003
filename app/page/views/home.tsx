/** The course map: what there is, what needs what, how far one is, and where one left off. */
import type { JSX } from "preact";
import { useEffect, useState } from "preact/hooks";
import { numberOf, titleFromId, type Chapter } from "../client/course";
import { allNeeds, nearestNeeds } from "../model/needs";
import { courseFailed, loadCourse, pointsOf, progressLabel, shareDone, theCourse } from "../state/course";
import { PrerequisiteArcs } from "./arcs";
import { Icon, Ring } from "./icons";

/** The parts of the course, by the number of their first chapter. */
const parts: readonly { from: number; title: string }[] = [
  { from: 1, title: "Why, and what goes wrong" },
  { from: 5, title: "What can be known" },
  { from: 8, title: "Copies" },
  { from: 12, title: "Agreement" },
  { from: 17, title: "Transactions" },
  { from: 19, title: "In the world" },
];

function partOf(chapter: Chapter): string {
  const number = Number(numberOf(chapter.id));
  return parts.findLast((part) => part.from <= number)?.title ?? "";
}

function Continue({ chapters }: { chapters: readonly Chapter[] }): JSX.Element | null {
  const place = theCourse.value?.map.leftOff ?? null;
  const left = chapters.find((chapter) => chapter.id === place?.chapter);
  const chapter = left ?? chapters[0];
  if (chapter === undefined) return null;
  return (
    <a class="continue" href={`#/${chapter.id}`}>
      <Ring share={shareDone(chapter)} size={44} label={progressLabel(chapter)} />
      <span class="continue-words">
        <small>{left === undefined ? "Begin here" : "Continue where you left off"}</small>
        <strong>
          {numberOf(chapter.id)} · {chapter.title}
        </strong>
        {chapter.question === null ? null : <em>{chapter.question}</em>}
      </span>
      <Icon name="arrow" />
    </a>
  );
}

function Needs({ chapter, onPoint }: { chapter: Chapter; onPoint: (id: string | null) => void }): JSX.Element | null {
  const needs = nearestNeeds(chapter, theCourse.value?.map.chapters ?? []);
  if (needs.length === 0) return null;
  return (
    <span class="needs" onMouseEnter={() => onPoint(chapter.id)} onMouseLeave={() => onPoint(null)}>
      needs{" "}
      {needs.map((id) => (
        <a key={id} href={`#/${id}`} aria-label={`needs chapter ${Number(numberOf(id))}, ${titleFromId(id)}`}>
          {numberOf(id)}
        </a>
      ))}
    </span>
  );
}

function Row({
  chapter,
  pointed,
  onPoint,
}: {
  chapter: Chapter;
  pointed: "none" | "this" | "needed" | "other";
  onPoint: (id: string | null) => void;
}): JSX.Element {
  const done = chapter.exercises.filter((exercise) => exercise.started).length;
  const points = pointsOf(chapter);
  return (
    <li
      class={`map-row pointed-${pointed}`}
      data-row={chapter.id}
      onMouseEnter={() => onPoint(chapter.id)}
      onMouseLeave={() => onPoint(null)}
      onFocusCapture={() => onPoint(chapter.id)}
      onBlurCapture={() => onPoint(null)}
    >
      <span class="map-number" aria-hidden="true">
        {numberOf(chapter.id)}
      </span>
      <div class="map-words">
        <h3>
          <a class="map-link" href={`#/${chapter.id}`}>
            {chapter.title}
          </a>
        </h3>
        {chapter.question === null ? null : <p>{chapter.question}</p>}
      </div>
      <div class="map-facts">
        {chapter.minutes === null ? null : <span>{chapter.minutes} min</span>}
        {chapter.exercises.length === 0 ? null : (
          <span>
            {done === 0 ? "" : `${done} of `}
            {chapter.exercises.length} {chapter.exercises.length === 1 ? "exercise" : "exercises"}
          </span>
        )}
        {points === null || points.earned === 0 ? null : (
          <span class={points.earned === points.all ? "earned is-full" : "earned"}>
            {points.earned} of {points.all} points
          </span>
        )}
        <Needs chapter={chapter} onPoint={onPoint} />
      </div>
      <Ring share={shareDone(chapter)} size={22} label={progressLabel(chapter)} />
    </li>
  );
}

function totals(chapters: readonly Chapter[]): string {
  const minutes = chapters.reduce((sum, chapter) => sum + (chapter.minutes ?? 0), 0);
  const exercises = chapters.reduce((sum, chapter) => sum + chapter.exercises.length, 0);
  const words = [`${chapters.length} ${chapters.length === 1 ? "chapter" : "chapters"}`];
  if (minutes > 0) words.push(minutes < 90 ? `${minutes} minutes` : `about ${Math.round(minutes / 60)} hours`);
  if (exercises > 0) words.push(`${exercises} ${exercises === 1 ? "exercise" : "exercises"}`);
  return words.join(" · ");
}

function CourseMap({ chapters }: { chapters: readonly Chapter[] }): JSX.Element {
  const [point, onPoint] = useState<string | null>(null);
  const needed = point === null ? new Set<string>() : allNeeds(point, chapters);
  const pointedAt = (id: string): "none" | "this" | "needed" | "other" => {
    if (point === null) return "none";
    if (id === point) return "this";
    return needed.has(id) ? "needed" : "other";
  };
  const titles = [...new Set(chapters.map((chapter) => partOf(chapter)))];
  return (
    <div class="map">
      <PrerequisiteArcs chapters={chapters} point={point} />
      {titles.map((part) => (
        <section key={part} class="map-part">
          <h2>{part}</h2>
          <ol>
            {chapters
              .filter((chapter) => partOf(chapter) === part)
              .map((chapter) => (
                <Row key={chapter.id} chapter={chapter} pointed={pointedAt(chapter.id)} onPoint={onPoint} />
              ))}
          </ol>
        </section>
      ))}
    </div>
  );
}

export function Home({ onMenu }: { onMenu: () => void }): JSX.Element {
  useEffect(() => {
    document.title = "distlab · a runnable course in distributed systems";
    scrollTo(0, 0);
    void loadCourse();
  }, []);
  const chapters = theCourse.value?.map.chapters ?? [];
  return (
    <main class="home" id="main" tabIndex={-1}>
      <button type="button" class="icon-button menu-button home-menu" aria-label="Chapters" onClick={onMenu}>
        <Icon name="menu" />
      </button>
      <header class="home-head">
        <p class="kicker">{theCourse.value === null ? " " : totals(chapters)}</p>
        <h1>Distributed systems, run by you</h1>
        <p class="lead">
          Every claim in this course is a cell that runs. Predict what happens, run it, break it, and see the smallest
          run that shows why.
        </p>
      </header>
      {courseFailed.value === null ? null : (
        <div class="banner banner-bad" role="alert">
          <p>
            <strong>The course cannot be loaded:</strong> {courseFailed.value}
          </p>
          <button type="button" class="small" onClick={() => void loadCourse()}>
            Try again
          </button>
        </div>
      )}
      <Continue chapters={chapters} />
      <CourseMap chapters={chapters} />
    </main>
  );
}
