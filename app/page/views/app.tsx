/** The whole page: side bar, and what the address names. */
import type { JSX } from "preact";
import { useEffect, useRef, useState } from "preact/hooks";
import { route } from "../state/route";
import { courseFailed, theCourse } from "../state/course";
import { ChapterView } from "./chapter";
import { Home } from "./home";
import { Sidebar } from "./sidebar";

export function App(): JSX.Element {
  const [menuOpen, setMenuOpen] = useState(false);
  const { chapter } = route.value;
  const first = useRef(true);
  useEffect(() => {
    // After going elsewhere the keyboard and the screen reader start at the new page's beginning.
    if (!first.current) document.querySelector<HTMLElement>("#main")?.focus({ preventScroll: true });
    first.current = false;
  }, [chapter]);
  const openMenu = (): void => setMenuOpen(true);
  const ready = theCourse.value !== null || courseFailed.value !== null;
  return (
    <div class={chapter === null ? "app app-home" : "app"}>
      <a
        class="skip"
        href="#main"
        onClick={(event) => {
          event.preventDefault();
          document.querySelector<HTMLElement>("#main")?.focus();
        }}
      >
        Skip to the text
      </a>
      <Sidebar open={menuOpen} onClose={() => setMenuOpen(false)} />
      {chapter === null ? (
        <Home onMenu={openMenu} />
      ) : ready ? (
        <ChapterView key={chapter} id={chapter} onMenu={openMenu} />
      ) : (
        <div class="page">
          <main class="chapter" id="main" tabIndex={-1} aria-busy="true" />
        </div>
      )}
    </div>
  );
}
