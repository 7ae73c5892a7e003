/** All keys, in a dialog. */
import type { JSX } from "preact";
import { useEffect, useRef } from "preact/hooks";
import { bindings } from "../keys";

const isMac = /Mac|iPhone|iPad/.test(navigator.userAgent);

function spelled(keys: string): string[] {
  const names: Record<string, string> = { Mod: isMac ? "⌘" : "Ctrl", ArrowUp: "↑", ArrowDown: "↓", "": "Space" };
  return keys
    .split(keys.length > 1 ? " " : /(?!)/)
    .flatMap((part) =>
      part === " "
        ? ["Space"]
        : part.split("-").map((name) => names[name] ?? (name.length === 1 ? name.toUpperCase() : name)),
    );
}

const editing: readonly { keys: string; does: string }[] = [
  { keys: "Escape", does: "Leave the editor (then Tab moves on)" },
  { keys: "Tab", does: "Complete, or indent" },
  { keys: "Mod-/", does: "Comment lines out" },
  { keys: "Ctrl-Shift--", does: "Split the cell at the caret" },
];

function Keys({ keys }: { keys: string }): JSX.Element {
  const parts =
    keys === "Ctrl-Shift--" ? ["Ctrl", "Shift", "−"] : keys.startsWith("Shift- ") ? ["Shift", "Space"] : spelled(keys);
  return (
    <>
      {parts.map((part, at) => (
        <kbd key={at}>{part}</kbd>
      ))}
    </>
  );
}

export function KeySheet({ onClose }: { onClose: () => void }): JSX.Element {
  const dialog = useRef<HTMLDialogElement>(null);
  useEffect(() => {
    const before = document.activeElement;
    dialog.current?.showModal();
    return () => {
      if (before instanceof HTMLElement) before.focus({ preventScroll: true });
    };
  }, []);
  return (
    <dialog
      ref={dialog}
      class="key-sheet"
      aria-labelledby="key-sheet-title"
      onClose={onClose}
      onClick={(event) => {
        if (event.target === dialog.current) dialog.current?.close();
      }}
    >
      <div class="key-sheet-inside">
        <header>
          <h2 id="key-sheet-title">Keys</h2>
          <button type="button" class="small" onClick={() => dialog.current?.close()}>
            Close
          </button>
        </header>
        <p class="soft">As in Jupyter. With a cell selected (Esc leaves its editor):</p>
        <dl>
          {bindings.map(({ keys, does }) => (
            <div key={does}>
              <dt>
                <Keys keys={keys[0]!} />
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
        <p class="soft">In an editor:</p>
        <dl>
          {editing.map(({ keys, does }) => (
            <div key={does}>
              <dt>
                <Keys keys={keys} />
              </dt>
              <dd>{does}</dd>
            </div>
          ))}
        </dl>
      </div>
    </dialog>
  );
}
