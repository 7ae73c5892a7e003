/**
 * A recorded run that can be played: the library's own player, in a shadow root so that its style and the page's stay
 * apart. It is loaded with the first run; until then, and if the run cannot be shown, its picture or text stands in.
 */
import type { ComponentChildren, JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import type { Json } from "../model/notebook";

type Shown = "waiting" | "shown" | "failed";

export function PlayerOutput({ value, children }: { value: Json; children: ComponentChildren }): JSX.Element {
  const host = useRef<HTMLDivElement>(null);
  const [shown, setShown] = useState<Shown>("waiting");
  useEffect(() => {
    let destroy: (() => void) | null = null;
    let cancelled = false;
    const mount = async (): Promise<void> => {
      const [{ mountPlayer }, { readModel }] = await Promise.all([
        import("../../../lib/draw/player/view/mount"),
        import("../../../lib/draw/player/model"),
      ]);
      const element = host.current;
      if (cancelled || element === null) return;
      if (typeof readModel(value) === "string") return setShown("failed");
      const root = element.shadowRoot ?? element.attachShadow({ mode: "open" });
      const place = document.createElement("div");
      root.replaceChildren(place);
      // Shown first: the player measures itself.
      setShown("shown");
      const player = mountPlayer(place, value);
      destroy = () => player.destroy();
    };
    mount().catch(() => {
      if (!cancelled) setShown("failed");
    });
    return () => {
      cancelled = true;
      destroy?.();
    };
  }, [value]);
  return (
    <div class="player-output">
      <div ref={host} class={shown === "shown" ? "player-host" : "player-host unseen"} />
      {shown === "shown" ? null : children}
    </div>
  );
}
