/** The chapters, with how far one is in each. On a narrow screen it opens over the page. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { numberOf, type Chapter } from "../client/course";
import { pointsOf, progressLabel, shareDone, theCourse } from "../state/course";
import { route } from "../state/route";
import { Ring } from "./icons";
import { ThemeSwitch } from "./theme-switch";

export function Brand(): JSX.Element {
  return (
    <a class="brand" href="#/">
      dist<span>lab</span>
    </a>
  );
}

/** "8/11": the points of the chapter's exercises, once there are some. */
function Earned({ chapter }: { chapter: Chapter }): JSX.Element | null {
  const points = pointsOf(chapter);
  if (points === null || points.earned === 0) return null;
  const { earned, all } = points;
  return (
    <span class={earned === all ? "earned is-full" : "earned"}>
      <span aria-hidden="true">
        {earned}/{all}
      </span>
      <span class="unseen">{`, ${earned} of ${all} points,`}</span>
    </span>
  );
}

export function Sidebar({ open, onClose }: { open: boolean; onClose: () => void }): JSX.Element {
  const nav = useRef<HTMLElement>(null);
  const here = route.value.chapter;
  useEffect(() => {
    if (open) nav.current?.querySelector<HTMLElement>("a")?.focus();
  }, [open]);
  useEffect(() => {
    nav.current?.querySelector('[aria-current="page"]')?.scrollIntoView({ block: "nearest" });
  }, [here]);
  const chapters = theCourse.value?.map.chapters ?? [];
  return (
    <>
      {open ? <div class="scrim" onClick={onClose} /> : null}
      <nav
        ref={nav}
        class={open ? "sidebar is-open" : "sidebar"}
        aria-label="Chapters"
        onKeyDown={(event) => {
          if (event.key === "Escape" && open) onClose();
        }}
        onClick={(event) => {
          if (event.target instanceof Element && event.target.closest("a") !== null) onClose();
        }}
      >
        <Brand />
        <ol class="chapter-list">
          {chapters.map((chapter) => (
            <li key={chapter.id}>
              <a href={`#/${chapter.id}`} aria-current={chapter.id === here ? "page" : undefined}>
                <span class="chapter-number">{numberOf(chapter.id)}</span>
                <span class="chapter-name">{chapter.title}</span>
                <Earned chapter={chapter} />
                <Ring share={shareDone(chapter)} label={progressLabel(chapter)} />
              </a>
            </li>
          ))}
        </ol>
        <ThemeSwitch />
      </nav>
    </>
  );
}
