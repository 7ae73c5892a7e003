/** A Vega or Vega-Lite chart. The library is loaded when the first one comes; until then its picture or text stands in. */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { JsonObject } from "../model/notebook";
import { theme } from "../theme";

type Drawn = "waiting" | "drawn" | { readonly failed: string };

export function Chart({
  spec,
  mode,
  description,
  children,
}: {
  spec: JsonObject;
  mode: "vega-lite" | "vega";
  description: string;
  /** Shown until the chart is drawn, and if it cannot be. */
  children: ComponentChildren;
}): JSX.Element {
  const place = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<Drawn>("waiting");
  const currentTheme = theme.value;
  useEffect(() => {
    let stop: (() => void) | null = null;
    let cancelled = false;
    const draw = async (): Promise<void> => {
      const { drawChart } = await import("./vega");
      if (cancelled || place.current === null) return;
      stop = await drawChart(place.current, spec, mode, description);
      if (cancelled) stop();
      else setDrawn("drawn");
    };
    draw().catch((error: unknown) => {
      if (!cancelled) setDrawn({ failed: error instanceof Error ? error.message : String(error) });
    });
    return () => {
      cancelled = true;
      stop?.();
    };
  }, [spec, mode, description, currentTheme]);
  return (
    <figure class="chart">
      <div
        ref={place}
        class={drawn === "drawn" ? "chart-place" : "chart-place unseen"}
        tabIndex={drawn === "drawn" ? 0 : -1}
      />
      {drawn === "drawn" ? null : children}
      {typeof drawn === "object" ? (
        <figcaption class="soft">This chart cannot be drawn: {drawn.failed}</figcaption>
      ) : null}
    </figure>
  );
}
