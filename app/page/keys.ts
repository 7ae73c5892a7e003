/**
 * Jupyter's keys in command mode, as data: which keys, what they do, and what the key sheet says. In edit mode the
 * editor has its own map. Single letters act only while a cell itself has the focus, never while one types.
 */

export type Command =
  | "edit"
  | "run"
  | "run-and-next"
  | "run-and-insert"
  | "next"
  | "previous"
  | "insert-above"
  | "insert-below"
  | "delete"
  | "undo"
  | "redo"
  | "cut"
  | "copy"
  | "paste-below"
  | "paste-above"
  | "move-up"
  | "move-down"
  | "to-text"
  | "to-code"
  | "merge-below"
  | "interrupt"
  | "restart"
  | "save"
  | "run-above"
  | "clear-output"
  | "scroll-down"
  | "scroll-up"
  | "help";

/** A key as pressed: `key` is KeyboardEvent.key. */
export interface Press {
  readonly key: string;
  readonly shift: boolean;
  /** Control, or Command on a Mac. */
  readonly mod: boolean;
  readonly alt: boolean;
}

interface Binding {
  /** "d d" is two presses; "Shift-Enter", "Mod-s", "Alt-ArrowUp" name modifiers. */
  readonly keys: readonly string[];
  readonly command: Command;
  readonly does: string;
}

export const bindings: readonly Binding[] = [
  { keys: ["Shift-Enter"], command: "run-and-next", does: "Run the cell and go to the next" },
  { keys: ["Mod-Enter"], command: "run", does: "Run the cell and stay" },
  { keys: ["Alt-Enter"], command: "run-and-insert", does: "Run the cell and add one below" },
  { keys: ["Enter"], command: "edit", does: "Edit the cell (Esc: back)" },
  { keys: ["ArrowDown", "j"], command: "next", does: "Next cell" },
  { keys: ["ArrowUp", "k"], command: "previous", does: "Previous cell" },
  { keys: ["a"], command: "insert-above", does: "Add a cell above" },
  { keys: ["b"], command: "insert-below", does: "Add a cell below" },
  { keys: ["d d"], command: "delete", does: "Delete the cell" },
  { keys: ["z"], command: "undo", does: "Undo what was done to cells" },
  { keys: ["Shift-z"], command: "redo", does: "Redo it" },
  { keys: ["x"], command: "cut", does: "Cut the cell" },
  { keys: ["c"], command: "copy", does: "Copy the cell" },
  { keys: ["v"], command: "paste-below", does: "Paste below" },
  { keys: ["Shift-v"], command: "paste-above", does: "Paste above" },
  { keys: ["Alt-ArrowUp"], command: "move-up", does: "Move the cell up" },
  { keys: ["Alt-ArrowDown"], command: "move-down", does: "Move the cell down" },
  { keys: ["m"], command: "to-text", does: "Make it text (Markdown)" },
  { keys: ["y"], command: "to-code", does: "Make it code" },
  { keys: ["Shift-m"], command: "merge-below", does: "Join with the cell below" },
  { keys: ["i i"], command: "interrupt", does: "Interrupt what runs" },
  { keys: ["0 0"], command: "restart", does: "Restart the kernel" },
  { keys: ["Mod-s", "s"], command: "save", does: "Save now" },
  { keys: ["Shift-a"], command: "run-above", does: "Run everything above" },
  { keys: ["o"], command: "clear-output", does: "Clear the cell's output" },
  { keys: [" "], command: "scroll-down", does: "Scroll down" },
  { keys: ["Shift- "], command: "scroll-up", does: "Scroll up" },
  { keys: ["h", "?"], command: "help", does: "Show these keys" },
];

/** "Shift-Enter", "d", "Mod-s": letters in lower case, as the table above has them. */
export function nameOf({ key, shift: shifted, mod, alt }: Press): string {
  const letter = key.length === 1 ? key.toLowerCase() : key;
  // A sign that itself needs Shift ("?") is named by the sign alone.
  const shift = shifted && (key.length > 1 || key === " " || /[a-z]/.test(letter));
  return `${mod ? "Mod-" : ""}${alt ? "Alt-" : ""}${shift ? "Shift-" : ""}${letter}`;
}

const byKeys = new Map(bindings.flatMap(({ keys, command }) => keys.map((key) => [key, command] as const)));

export interface Pressed {
  readonly command: Command | null;
  /** The first half of a double press, to be passed in with the next one. */
  readonly pending: string | null;
}

/** What a press means, after a first half that may be pending. */
export function press(pending: string | null, name: string): Pressed {
  if (pending !== null) {
    const double = byKeys.get(`${pending} ${name}`);
    if (double !== undefined) return { command: double, pending: null };
  }
  const single = byKeys.get(name);
  if (single !== undefined) return { command: single, pending: null };
  const begins = [...byKeys.keys()].some((keys) => keys.startsWith(`${name} `) && keys.length > name.length + 1);
  return { command: null, pending: begins ? name : null };
}
