/**
 * `show`: puts a drawing under the cell that runs, in tslab (whose own `display` can send only one MIME type at a
 * time) and in the course's kernel; prints its text form anywhere else.
 */
import { createRequire } from "node:module";
import type { Drawing, MimeBundle } from "./drawing";

interface DisplayData {
  readonly data: MimeBundle;
  readonly metadata: { readonly [field: string]: unknown };
  readonly transient: { readonly [field: string]: unknown };
}

/** The function with which the kernel that we run in sends what a cell displays. */
type WriteDisplayData = (content: DisplayData, update: boolean) => void;

/** Shows a drawing: in a notebook under the cell, elsewhere as text on standard output. */
export function show(drawing: Drawing): void {
  if (typeof (drawing as Partial<Drawing> | undefined)?.toMimeBundle !== "function") {
    throw new TypeError(`show got ${describe(drawing)}; allowed is a drawing, such as spaceTime(run) or chart.line(…)`);
  }
  const write = kernelWriter();
  if (write) write({ data: drawing.toMimeBundle(), metadata: {}, transient: {} }, false);
  else console.log(drawing.toString());
}

function describe(value: unknown): string {
  if (typeof value !== "object" || value === null) return String(value);
  return Array.isArray(value) ? "a list" : `an object with ${Object.keys(value).slice(0, 4).join(", ") || "no fields"}`;
}

/**
 * The kernel is a tslab, but not always the one installed beside us, so it is found among the modules that are loaded
 * already. Its function exists only while a cell runs.
 */
function kernelWriter(): WriteDisplayData | undefined {
  for (const [path, loaded] of Object.entries(createRequire(__filename).cache)) {
    if (!/[\\/]tslab[\\/]dist[\\/]jupyter\.js$/.test(path)) continue;
    const { lastWriteDisplayData } = (loaded?.exports ?? {}) as { lastWriteDisplayData?: WriteDisplayData | null };
    if (lastWriteDisplayData) return lastWriteDisplayData;
  }
  return undefined;
}
