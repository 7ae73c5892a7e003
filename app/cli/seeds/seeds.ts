/** Runs `distlab seeds`. */
import { existsSync } from "node:fs";
import { resolve } from "node:path";
import type { SeedsFlags } from "../commands/seeds";
import type { Context } from "../context";
import { exitCodes, UsageError } from "../errors";
import { bar, StatusLine } from "../terminal";
import { bundle } from "./bundle";
import type { Tried } from "./bundle";
import { Pool } from "./pool";

/** So many seeds a thread takes at a time: few enough that the line moves. */
const chunkMax = 50;
/** As many failing runs are shrunk as `checkSeeds` would. */
const shrunkMax = 5;

export async function seeds(file: string, flags: SeedsFlags, context: Context): Promise<number> {
  const path = resolve(context.cwd, file);
  if (!existsSync(path)) throw new UsageError(`there is no file ${file}`);
  const { url, remove } = await bundle(path, context.root);
  const chunks = chunksOf(flags);
  const pool = new Pool(url, Math.min(flags.jobs, chunks.length), file);
  let interrupted = false;
  const release = context.onInterrupt(() => {
    interrupted = true;
    void pool.end();
  });
  try {
    const found = await tryAll(pool, chunks, flags, context);
    if (interrupted) return stopped(found, context);
    const told = await pool.tell(found, alikeOf(found));
    if (interrupted) return stopped(found, context);
    print(found, told, flags, context);
    return found.failing.length === 0 ? exitCodes.done : exitCodes.failed;
  } finally {
    release();
    await pool.end();
    await remove();
  }
}

function chunksOf({ from, seeds: count, jobs }: SeedsFlags): readonly (readonly number[])[] {
  const size = Math.max(1, Math.min(chunkMax, Math.ceil(count / (4 * jobs))));
  return Array.from({ length: Math.ceil(count / size) }, (_, chunk) => {
    const first = from + chunk * size;
    return Array.from({ length: Math.min(size, from + count - first) }, (_seed, index) => first + index);
  });
}

async function tryAll(
  pool: Pool,
  chunks: readonly (readonly number[])[],
  { seeds: count }: SeedsFlags,
  context: Context,
): Promise<Tried> {
  const line = new StatusLine(context.error);
  let found: Tried = { total: 0, failing: [], neverHeld: [], events: 0 };
  try {
    await pool.tryAll(chunks, (tried) => {
      found = together(found, tried);
      const { total, failing } = found;
      line.show(`${bar(total / count)} ${total} of ${count} seeds, ${failing.length} failed`);
    });
  } finally {
    line.clear();
  }
  return found;
}

/** What never held in one part and never in the other has never held. */
function together(one: Tried, other: Tried): Tried {
  return {
    total: one.total + other.total,
    failing: [...one.failing, ...other.failing].toSorted((left, right) => left.seed - right.seed),
    neverHeld: one.total === 0 ? other.neverHeld : one.neverHeld.filter((name) => other.neverHeld.includes(name)),
    events: one.events + other.events,
  };
}

/** The first seeds that fail as the first does. */
function alikeOf({ failing }: Tried): readonly number[] {
  const alike = failing.filter(({ property }) => property === failing[0]!.property);
  return alike.slice(0, shrunkMax).map(({ seed }) => seed);
}

function print(
  found: Tried,
  told: { readonly text: string; readonly replay: string },
  { json }: SeedsFlags,
  { out }: Context,
): void {
  const { total, failing, events } = found;
  if (json) {
    const passed = total - failing.length;
    out.line(JSON.stringify({ total, passed, failing, events, replay: told.replay }, null, 2));
    return;
  }
  out.line(told.text);
  if (failing.length > 0) out.line(`\n${told.replay}`);
}

function stopped({ total, failing }: Tried, { out }: Context): number {
  out.line(`stopped after ${total} seeds, of which ${failing.length} failed`);
  return exitCodes.interrupted;
}
