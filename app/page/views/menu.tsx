/** A button that opens a short list of actions: arrow keys move, Esc closes, the focus comes back. */
import type { JSX, RefObject } from "preact";
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

/** Closes the list when one presses elsewhere; puts the focus on its first item when it opens. */
function useOpenList(open: boolean, root: RefObject<HTMLDivElement | null>, close: () => void): void {
  useEffect(() => {
    if (!open) return;
    root.current?.querySelector<HTMLElement>('[role="menuitem"]')?.focus();
    const onDown = (event: MouseEvent): void => {
      if (!(event.target instanceof Node && root.current?.contains(event.target) === true)) close();
    };
    addEventListener("mousedown", onDown);
    return () => removeEventListener("mousedown", onDown);
  }, [open]);
}

interface ListProperties {
  readonly id: string;
  readonly label: string;
  readonly items: readonly MenuItem[];
  readonly onChoose: (item: MenuItem) => void;
}

function List({ id, label, items, onChoose }: ListProperties): JSX.Element {
  return (
    <div class="menu-list" role="menu" id={id} aria-label={label}>
      {items.map((item) => (
        <button
          type="button"
          role="menuitem"
          tabIndex={-1}
          key={item.label}
          disabled={item.disabled === true}
          onClick={() => onChoose(item)}
        >
          <span>{item.label}</span>
          {item.keys === undefined ? null : <kbd aria-hidden="true">{item.keys}</kbd>}
        </button>
      ))}
    </div>
  );
}

interface Properties {
  readonly label: string;
  readonly icon: IconName;
  readonly items: readonly MenuItem[];
}

export function Menu({ label, icon, items }: Properties): JSX.Element {
  const [open, setOpen] = useState(false);
  const id = useId();
  const root = useRef<HTMLDivElement>(null);
  const button = useRef<HTMLButtonElement>(null);
  useOpenList(open, root, () => setOpen(false));
  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  const onKeyDown = (event: KeyboardEvent): void => {
    if (!open) return;
    event.stopPropagation();
    if (event.key === "Escape") close();
    else if (event.key === "Tab") setOpen(false);
    else if (root.current !== null && moveWithin(root.current, event.key)) event.preventDefault();
  };
  const choose = (item: MenuItem): void => {
    close();
    item.act();
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
      {open ? <List id={id} label={label} items={items} onChoose={choose} /> : null}
    </div>
  );
}
