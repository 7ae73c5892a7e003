/** A chapter: bar, banners, cells, and where to go next. */
import { Fragment, type JSX } from "preact";
import { useEffect, useMemo, useRef } from "preact/hooks";
import { numberOf, titleFromId, type Chapter } from "../client/course";
import { nameOf, press } from "../keys";
import { OpenChapter } from "../state/chapter";
import { chapterOf, loadCourse, theCourse } from "../state/course";
import { route } from "../state/route";
import { Banners } from "./banners";
import { InsertHere } from "./cell-frame";
import { CodeCell } from "./code-cell";
import { HeldBack, useHeldBack } from "./held-back";
import { KeySheet } from "./key-sheet";
import { goToSection, Outline } from "./outline";
import { TextCell } from "./text-cell";
import { Toolbar } from "./toolbar";

/**
 * Each cell watches its own part of the notebook, so that typing in one renders that one alone; the list of them is
 * rendered again only when its shape changes.
 */
function OneCell({
  chapter,
  id,
  position,
}: {
  chapter: OpenChapter;
  id: string;
  position: number;
}): JSX.Element | null {
  const cell = useMemo(() => chapter.document.watch(id), [chapter, id]).value;
  if (cell === undefined) return null;
  return cell.kind === "code" ? (
    <CodeCell chapter={chapter} cell={cell} position={position} />
  ) : (
    <TextCell chapter={chapter} cell={cell} position={position} />
  );
}

function Cells({ chapter }: { chapter: OpenChapter }): JSX.Element {
  const keyed = chapter.document.shape.value
    .split("\n")
    .map((entry) => ({ key: entry, id: entry.replace(/:\w+$/, "") }));
  const held = useHeldBack(chapter);
  return (
    <div class="cells" onKeyDown={useCommandKeys(chapter)}>
      {keyed.map(({ key, id }, position) => {
        const holder = held.get(id);
        if (holder === undefined) {
          return (
            <Fragment key={key}>
              <OneCell chapter={chapter} id={id} position={position} />
              <InsertHere chapter={chapter} above={id} />
            </Fragment>
          );
        }
        const isFirst = held.get(keyed[position - 1]?.id ?? "") !== holder;
        return isFirst ? <HeldBack key={key} chapter={chapter} holder={holder} /> : null;
      })}
    </div>
  );
}

/** Command mode: keys that were pressed while a cell itself has the focus. */
function useCommandKeys(chapter: OpenChapter): (event: KeyboardEvent) => void {
  const pending = useRef<string | null>(null);
  return (event) => {
    const target = event.target;
    if (!(target instanceof HTMLElement) || !target.classList.contains("cell")) return;
    if (["Shift", "Control", "Alt", "Meta"].includes(event.key)) return;
    const { key, shiftKey: shift, altKey: alt } = event;
    const pressed = press(pending.current, nameOf({ key, shift, alt, mod: event.ctrlKey || event.metaKey }));
    pending.current = pressed.pending;
    if (pressed.command !== null && chapter.perform(pressed.command)) event.preventDefault();
  };
}

/** Remembers which cell is at the top of the window. */
function usePlace(chapter: OpenChapter, ready: boolean): void {
  useEffect(() => {
    if (!ready) return;
    let timer: ReturnType<typeof setTimeout> | null = null;
    const look = (): void => {
      timer = null;
      for (const element of document.querySelectorAll<HTMLElement>("main [data-cell]")) {
        if (element.getBoundingClientRect().bottom < 120) continue;
        const { cell } = element.dataset;
        if (cell !== undefined) chapter.progress.notePlace(cell);
        return;
      }
    };
    const onScroll = (): void => {
      timer ??= setTimeout(look, 300);
    };
    addEventListener("scroll", onScroll, { passive: true });
    addEventListener("pagehide", look);
    return () => {
      removeEventListener("scroll", onScroll);
      removeEventListener("pagehide", look);
      if (timer !== null) clearTimeout(timer);
    };
  }, [chapter, ready]);
}

/** Goes to the section of the address, or to where one left off. */
function useArrival(chapter: OpenChapter, ready: boolean): void {
  const { section } = route.value;
  useEffect(() => {
    if (!ready) return;
    if (section !== null && goToSection(section)) return;
    const id = chapter.document.selected.peek();
    const first = chapter.document.cells[0]?.id;
    if (id === null || id === first || section !== null) return void scrollTo(0, 0);
    document.querySelector(`[data-cell="${CSS.escape(id)}"]`)?.scrollIntoView({ block: "start" });
  }, [chapter, ready, section]);
}

function Kicker({ chapter }: { chapter: Chapter | undefined }): JSX.Element | null {
  if (chapter === undefined) return null;
  const parts = [`Chapter ${Number(numberOf(chapter.id))}`];
  if (chapter.minutes !== null) parts.push(`${chapter.minutes} minutes`);
  return (
    <p class="kicker">
      {parts.join(" · ")}
      {chapter.prerequisites.length === 0 ? null : (
        <>
          {" · needs "}
          {chapter.prerequisites.map((id, at) => (
            <Fragment key={id}>
              {at === 0 ? "" : ", "}
              <a href={`#/${id}`} title={chapterOf(id)?.title ?? titleFromId(id)}>
                {numberOf(id)}
              </a>
            </Fragment>
          ))}
        </>
      )}
    </p>
  );
}

function NextChapter({ id }: { id: string }): JSX.Element | null {
  const chapters = theCourse.value?.map.chapters ?? [];
  const at = chapters.findIndex((chapter) => chapter.id === id);
  const [before, after] = [chapters[at - 1], chapters[at + 1]];
  if (at < 0) return null;
  return (
    <nav class="next-chapter" aria-label="Next and previous chapter">
      {before === undefined ? (
        <span />
      ) : (
        <a href={`#/${before.id}`}>
          <small>Previous</small>
          {before.title}
        </a>
      )}
      {after === undefined ? null : (
        <a class="to-next" href={`#/${after.id}`}>
          <small>Next</small>
          {after.title}
        </a>
      )}
    </nav>
  );
}

export function ChapterView({ id, onMenu }: { id: string; onMenu: () => void }): JSX.Element {
  const known = chapterOf(id);
  const course = theCourse.value;
  const path = known?.path ?? `notebooks/${id}.ipynb`;
  const chapter = useMemo(() => new OpenChapter(id, path, course?.isCourse ?? false), [id, path, course?.isCourse]);
  useEffect(() => {
    void chapter.open();
    return () => void chapter.close().then(() => loadCourse());
  }, [chapter]);
  const loading = chapter.loading.value;
  const ready = loading === "ready";
  const title = known?.title ?? titleFromId(id);
  useEffect(() => {
    document.title = `${title} · distlab`;
  }, [title]);
  usePlace(chapter, ready);
  useArrival(chapter, ready);
  return (
    <div class="page">
      <Toolbar chapter={chapter} title={title} onMenu={onMenu} />
      <main class="chapter" id="main" tabIndex={-1} aria-busy={loading === "loading"}>
        <Banners chapter={chapter} />
        {typeof loading === "object" ? (
          <div class="banner banner-bad" role="alert">
            <p>
              <strong>This chapter cannot be opened:</strong> {loading.failed}
            </p>
            <a href="#/">Back to all chapters</a>
          </div>
        ) : null}
        <Kicker chapter={known} />
        {ready ? <Cells chapter={chapter} /> : null}
        {ready ? <NextChapter id={id} /> : null}
        {chapter.keySheetShown.value ? <KeySheet onClose={() => (chapter.keySheetShown.value = false)} /> : null}
      </main>
      <Outline chapter={chapter} />
    </div>
  );
}
