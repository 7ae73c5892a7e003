/** "On this page": the chapter's headings, the one in view marked. */
import { computed } from "@preact/signals";
import type { JSX } from "preact";
import { useEffect, useMemo, useState } from "preact/hooks";
import { outline, type Heading } from "../model/outline";
import type { OpenChapter } from "../state/chapter";
import { noteSection } from "../state/route";

const key = (heading: Heading): string => `${heading.cellId}/${heading.slug}`;

function elementOf(heading: Heading): HTMLElement | null {
  const cell = document.querySelector(`[data-cell="${CSS.escape(heading.cellId)}"]`);
  return cell?.querySelector<HTMLElement>(`[id="section-${CSS.escape(heading.slug)}"]`) ?? null;
}

/** The last heading above the upper third of the window. */
function headingInView(headings: readonly Heading[]): Heading | null {
  let found: Heading | null = null;
  for (const heading of headings) {
    const top = elementOf(heading)?.getBoundingClientRect().top;
    if (top === undefined) continue;
    if (top > innerHeight / 3) break;
    found = heading;
  }
  return found;
}

export function goToSection(slug: string): boolean {
  const element = document.querySelector<HTMLElement>(`main [id="section-${CSS.escape(slug)}"]`);
  if (element === null) return false;
  element.scrollIntoView({ block: "start" });
  element.tabIndex = -1;
  element.focus({ preventScroll: true });
  return true;
}

export function Outline({ chapter }: { chapter: OpenChapter }): JSX.Element | null {
  const headings = useMemo(() => computed(() => outline(chapter.document.notebook.value)), [chapter]);
  const listed = headings.value.filter((heading) => heading.level === 2);
  const [here, setHere] = useState<string | null>(null);
  const signature = listed.map((heading) => key(heading)).join("\n");
  useEffect(() => {
    let waiting = false;
    const look = (): void => {
      waiting = false;
      const found = headingInView(listed);
      setHere(found === null ? null : key(found));
    };
    const onScroll = (): void => {
      if (waiting) return;
      waiting = true;
      requestAnimationFrame(look);
    };
    look();
    addEventListener("scroll", onScroll, { passive: true });
    return () => removeEventListener("scroll", onScroll);
  }, [signature]);
  if (listed.length < 2) return <aside class="outline" />;
  return (
    <aside class="outline">
      <nav aria-label="On this page">
        <h2>On this page</h2>
        <ol>
          {listed.map((heading) => (
            <li key={key(heading)}>
              <a
                href={`#/${chapter.id}/${encodeURIComponent(heading.slug)}`}
                aria-current={here === key(heading) ? "location" : undefined}
                onClick={(event) => {
                  event.preventDefault();
                  noteSection(chapter.id, heading.slug);
                  goToSection(heading.slug);
                }}
              >
                {heading.text}
              </a>
            </li>
          ))}
        </ol>
      </nav>
    </aside>
  );
}
