/** A button that opens a short list of actions: arrow keys move, Esc closes, the focus comes back. */
import type { JSX } from "preact";
import { useEffect, useId, useRef, useState } from "preact/hooks";
import { Icon, type IconName } from "./icons";

export interface MenuItem {
  readonly label: string;
  readonly keys?: string;
  readonly act: () => void;
  readonly disabled?: boolean;
}

function moveWithin(list: HTMLElement, key: string): boolean {
  const items = [...list.querySelectorAll<HTMLElement>('[role="menuitem"]:not([disabled])')];
  const at = items.indexOf(document.activeElement as HTMLElement);
  const to: Record<string, number> = {
    ArrowDown: (at + 1) % items.length,
    ArrowUp: (at - 1 + items.length) % items.length,
    Home: 0,
    End: items.length - 1,
  };
  if (to[key] === undefined) return false;
  items[to[key]]?.focus();
  return true;
}

export function Menu({
  label,
  icon,
  items,
}: {
  label: string;
  icon: IconName;
  items: readonly MenuItem[];
}): JSX.Element {
  const [open, setOpen] = useState(false);
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  const list = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (!open) return;
    list.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    const onDown = (event: MouseEvent): void => {
      if (!(event.target instanceof Node && root.current?.contains(event.target) === true)) setOpen(false);
    };
    addEventListener("mousedown", onDown);
    return () => removeEventListener("mousedown", onDown);
  }, [open]);
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open) return;
    event.stopPropagation();
    if (event.key === "Escape") close();
    else if (event.key === "Tab") setOpen(false);
    else if (list.current !== null && moveWithin(list.current, event.key)) event.preventDefault();
  };
  return (
    <div class="menu" ref={root} onKeyDown={onKeyDown}>
      <button
        ref={button}
        type="button"
        class="icon-button"
        aria-label={label}
        title={label}
        aria-haspopup="menu"
        aria-expanded={open}
        aria-controls={open ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <Icon name={icon} />
      </button>
      {open ? (
        <div class="menu-list" role="menu" id={id} ref={list} aria-label={label}>
          {items.map((item) => (
            <button
              type="button"
              role="menuitem"
              tabIndex={-1}
              key={item.label}
              disabled={item.disabled === true}
              onClick={() => {
                close();
                item.act();
              }}
            >
              <span>{item.label}</span>
              {item.keys === undefined ? null : <kbd aria-hidden="true">{item.keys}</kbd>}
            </button>
          ))}
        </div>
      ) : null}
    </div>
  );
}
