/** The few signs that the page draws itself: thin strokes in the text's colour, hidden from screen readers. */
import type { JSX } from "preact";

const paths = {
  run: "M5 3.5v9l7.5-4.5z",
  stop: "M4.5 4.5h7v7h-7z",
  more: "M3.2 8h.01M8 8h.01M12.8 8h.01",
  plus: "M8 3.5v9M3.5 8h9",
  close: "M4 4l8 8M12 4l-8 8",
  menu: "M2.5 4.5h11M2.5 8h11M2.5 11.5h11",
  sun: "M8 5.2a2.8 2.8 0 100 5.6 2.8 2.8 0 000-5.6zM8 1v1.5M8 13.5V15M1 8h1.5M13.5 8H15M3 3l1.1 1.1M11.9 11.9L13 13M13 3l-1.1 1.1M4.1 11.9L3 13",
  moon: "M13 9.6A5.6 5.6 0 016.4 3 5.6 5.6 0 108 13.6a5.6 5.6 0 005-4z",
  system: "M2.5 3.5h11v7h-11zM6 13h4",
  arrow: "M3.5 8h9M9 4.5L12.5 8 9 11.5",
  check: "M3.5 8.5l3 3 6-7",
  undo: "M6 3.5L3 6.5l3 3M3 6.5h6.5a3.5 3.5 0 010 7H7",
} as const;

export type IconName = keyof typeof paths;

export function Icon({ name }: { name: IconName }): JSX.Element {
  const filled = name === "run" || name === "stop";
  return (
    <svg class="icon" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path
        d={paths[name]}
        fill={filled ? "currentColor" : "none"}
        stroke="currentColor"
        stroke-width={name === "more" ? 2.6 : 1.5}
        stroke-linecap="round"
        stroke-linejoin="round"
      />
    </svg>
  );
}

/** How much of a chapter is done, as a ring. `share` is 0 to 1. */
export function Ring({ share, size = 16, label }: { share: number; size?: number; label: string }): JSX.Element {
  const done = Math.min(1, Math.max(0, share));
  const length = 2 * Math.PI * 6;
  return (
    <svg class="ring" viewBox="0 0 16 16" width={size} height={size} role="img" aria-label={label}>
      <circle class="ring-track" cx="8" cy="8" r="6" />
      {done === 0 ? null : (
        <circle
          class="ring-done"
          cx="8"
          cy="8"
          r="6"
          stroke-dasharray={`${(length * done).toFixed(2)} ${length.toFixed(2)}`}
          transform="rotate(-90 8 8)"
        />
      )}
    </svg>
  );
}
