/**
 * What needs what, as thin arcs beside the list: one arc from each chapter to each that it needs and that
 * nothing else it needs leads to. Pointing at a chapter brings out its own. The words "needs 06, 07" say the same, so the drawing is hidden from screen readers.
 */
import type { JSX } from "preact";
import { useLayoutEffect, useRef, useState } from "preact/hooks";
import type { Chapter } from "../client/course";
import { nearestNeeds } from "../model/needs";

interface Arc {
  readonly from: string;
  readonly to: string;
  readonly path: string;
}

interface Layout {
  readonly height: number;
  readonly arcs: readonly Arc[];
}

const width = 72;

function layOut(list: HTMLElement, chapters: readonly Chapter[]): Layout {
  const { top, height } = list.getBoundingClientRect();
  const middles = new Map<string, number>();
  for (const row of list.querySelectorAll<HTMLElement>("[data-row]")) {
    const number = row.querySelector(".map-number")?.getBoundingClientRect();
    if (number !== undefined) middles.set(row.dataset["row"] ?? "", number.top + number.height / 2 - top);
  }
  const arcs = chapters.flatMap((chapter) =>
    nearestNeeds(chapter, chapters).flatMap((need): Arc[] => {
      const [from, to] = [middles.get(need), middles.get(chapter.id)];
      if (from === undefined || to === undefined) return [];
      // The farther, the wider: arcs lie within each other instead of on one line.
      const reach = 12 + (width * 1.25 - 12) * Math.sqrt(Math.abs(to - from) / height);
      const path = `M${width} ${from}C${width - reach} ${from},${width - reach} ${to},${width} ${to}`;
      return [{ from: need, to: chapter.id, path }];
    }),
  );
  return { height, arcs };
}

export function PrerequisiteArcs({
  chapters,
  point,
}: {
  chapters: readonly Chapter[];
  point: string | null;
}): JSX.Element {
  const svg = useRef<SVGSVGElement>(null);
  const [layout, setLayout] = useState<Layout>({ height: 0, arcs: [] });
  useLayoutEffect(() => {
    const list = svg.current?.parentElement;
    if (list === null || list === undefined) return;
    const observer = new ResizeObserver(() => setLayout(layOut(list, chapters)));
    observer.observe(list);
    return () => observer.disconnect();
  }, [chapters]);
  return (
    <svg ref={svg} class="arcs" width={width} height={layout.height} aria-hidden="true">
      {layout.arcs.map(({ from, to, path }) => (
        <path
          key={`${from}>${to}`}
          d={path}
          class={point === to ? "arc is-pointed" : point === null ? "arc" : "arc is-faint"}
        />
      ))}
    </svg>
  );
}
