/**
 * From time to height. Messages take milliseconds and timers wait for hundreds of them, so an even scale shows either
 * no slant or mostly nothing. Stretches in which nothing is drawn and nothing is under way are therefore cut short, and
 * say how long they really are; between the cuts the scale is even.
 */
import { tenth } from "../round";
import { number } from "../words";

/** A stretch of time with its place: even within, and shorter than its time if `quiet`. */
export interface Piece {
  readonly from: number;
  readonly to: number;
  readonly y1: number;
  readonly y2: number;
  readonly quiet: boolean;
}

export interface Tick {
  readonly y: number;
  readonly text: string;
}

export interface Scale {
  readonly pieces: readonly Piece[];
  readonly height: number;
  y(at: number): number;
}

export interface ScaleOptions {
  readonly from: number;
  readonly to: number;
  readonly top: number;
  readonly time: "ms" | "steps";
  /** When something is drawn. */
  readonly moments: readonly number[];
  /** When something is under way, from and to. */
  readonly busy: readonly (readonly [from: number, to: number])[];
  readonly heightMin: number;
  readonly heightMax: number;
  readonly cutQuiet: boolean;
}

/** `message` is how much of the height each message should have, where many are under way at once. */
const pixels = { delay: 36, message: 13, step: 36, quiet: 36, quietFrom: 100 } as const;

/** The scale for a run's moments. */
export function scaleOf(options: ScaleOptions): Scale {
  const perUnit = options.time === "steps" ? pixels.step : naturalScale(options);
  const quiet = options.cutQuiet && options.time === "ms" ? quietStretches(options, pixels.quietFrom / perUnit) : [];
  const stretches = alternate(options.from, options.to, quiet);
  const active = stretches.reduce((sum, piece) => sum + (piece.quiet ? 0 : piece.to - piece.from), 0);
  const quietHeight = quiet.length * pixels.quiet;
  const least = options.time === "steps" ? 0 : options.heightMin - quietHeight;
  const crowd = options.time === "ms" ? options.busy.length * pixels.message : 0;
  const roomy = Math.max(active * perUnit, crowd);
  const wanted = Math.min(Math.max(roomy, least), options.heightMax - quietHeight);
  const factor = active > 0 ? Math.max(wanted, 40) / active : 0;
  return placed(stretches, options.top, factor);
}

/** Such that a message of middling delay falls by `pixels.delay`. */
function naturalScale({ busy, from, to, heightMin }: ScaleOptions): number {
  const delays = busy
    .map(([sent, arrived]) => arrived - sent)
    .filter((delay) => delay > 0)
    .toSorted((a, b) => a - b);
  const middle = delays[Math.floor(delays.length / 2)];
  return middle === undefined ? heightMin / Math.max(to - from, 1e-9) : pixels.delay / middle;
}

function quietStretches({ from, to, moments, busy }: ScaleOptions, longerThan: number): { from: number; to: number }[] {
  const covered = [...moments.map((at) => [at, at] as const), ...busy, [from, from] as const, [to, to] as const]
    .filter(([start, end]) => end >= from && start <= to)
    .toSorted((a, b) => a[0] - b[0]);
  const quiet: { from: number; to: number }[] = [];
  let until = from;
  // What stands beside a gap gets a little room of it.
  const margin = longerThan / 7;
  for (const [start, end] of covered) {
    if (start - until > longerThan) quiet.push({ from: until + margin, to: start - margin });
    until = Math.max(until, end);
  }
  return quiet;
}

function alternate(
  from: number,
  to: number,
  quiet: readonly { from: number; to: number }[],
): Omit<Piece, "y1" | "y2">[] {
  const pieces: Omit<Piece, "y1" | "y2">[] = [];
  let at = from;
  for (const gap of quiet) {
    pieces.push({ from: at, to: gap.from, quiet: false }, { ...gap, quiet: true });
    at = gap.to;
  }
  return [...pieces, { from: at, to, quiet: false }];
}

function placed(stretches: readonly Omit<Piece, "y1" | "y2">[], top: number, factor: number): Scale {
  let y = top;
  const pieces = stretches.map((piece) => {
    const y1 = tenth(y);
    y = y1 + (piece.quiet ? pixels.quiet : (piece.to - piece.from) * factor);
    return { ...piece, y1, y2: tenth(y) };
  });
  return { pieces, height: tenth(y - top), y: (at) => heightAt(pieces, at) };
}

function heightAt(pieces: readonly Piece[], at: number): number {
  const piece = pieces.find(({ to }) => at <= to) ?? pieces.at(-1)!;
  const share = piece.to === piece.from ? 0 : (at - piece.from) / (piece.to - piece.from);
  return tenth(piece.y1 + share * (piece.y2 - piece.y1));
}

const apart = 44;

/** Round times, in even distances wherever the scale is even. */
export function ticksOf(scale: Scale, time: "ms" | "steps"): readonly Tick[] {
  const even = scale.pieces.filter((piece) => !piece.quiet && piece.to > piece.from);
  const first = even[0];
  if (!first) return [{ y: scale.pieces[0]?.y1 ?? 0, text: number(scale.pieces[0]?.from ?? 0) }];
  const unit = (first.y2 - first.y1) / (first.to - first.from);
  const step = roundStep(apart / unit, time);
  const ticks: Tick[] = [];
  for (const piece of even) {
    const begin = Math.ceil(piece.from / step - 1e-9);
    const candidates: number[] = [];
    for (let index = begin; index * step <= piece.to * (1 + 1e-12); index++) candidates.push(index * step);
    // Between two cuts there may be no round time of that step: a finer one is better than none.
    if (candidates.length === 0) candidates.push(finerTime(piece, step));
    for (const at of candidates) {
      const y = scale.y(at);
      const last = ticks.at(-1);
      if (last === undefined || y - last.y >= 18) ticks.push({ y, text: number(Number(at.toPrecision(10)), 8) });
    }
  }
  return ticks;
}

function roundStep(atLeast: number, time: "ms" | "steps"): number {
  if (time === "steps" && atLeast <= 2) return Math.max(1, Math.ceil(atLeast - 0.7));
  const power = Math.floor(Math.log10(atLeast));
  const unit = Number(`1e${power}`);
  const multiple = [1, 2, 5].find((factor) => factor * unit >= atLeast) ?? 10;
  return time === "steps" ? Math.max(1, multiple * unit) : multiple * unit;
}

function finerTime(piece: Piece, step: number): number {
  for (let finer = step / 10; finer > step / 1e6; finer /= 10) {
    const at = Math.ceil(piece.from / finer) * finer;
    if (at <= piece.to) return at;
  }
  return piece.from;
}
