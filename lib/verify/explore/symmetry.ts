/**
 * Symmetry: where names can be exchanged, states that differ by an exchange are one orbit, and the search visits one
 * state of each orbit. The one it visits must be the same wherever it enters the orbit, so it is chosen by what does
 * not change under an exchange: every name gets a weight from the part that it plays in the state, and the names are
 * handed out in the order of weights. Where weights are equal, the names either are twins (exchanging them leaves the
 * state as it is), so that their order makes no difference, or every order is tried and the least row is taken. So
 * the orbits are the true ones, not merely fewer states.
 */
import type { Data } from "../../data";
import type { States } from "./states";
import type { Renaming } from "./values";

/** The current row of a system, as far as exchanges of names are concerned. */
export interface Exchangeable {
  readonly states: States;
  /** The part that a name plays in the current row: the same number after any exchange of other names. */
  weight(name: string): number;
  /** The current row with its names exchanged. */
  renamedRow(renaming: Renaming): readonly number[];
}

/** Makes and numbers renamings. */
export class Renamings {
  private readonly known = new Map<string, Renaming>();

  /** The renaming that takes `from[n]` to `to[n]`. */
  of(from: readonly string[], to: readonly string[]): Renaming {
    const key = from
      .map((name, place) => `${name}>${to[place]!}`)
      .toSorted()
      .join();
    let renaming = this.known.get(key);
    if (!renaming) {
      renaming = { number: this.known.size, names: new Map(from.map((name, place) => [name, to[place]!])) };
      this.known.set(key, renaming);
    }
    return renaming;
  }

  /** An exchange of the first two and a shift by one: together they make every exchange within the group. */
  generators(group: readonly string[]): readonly Renaming[] {
    const exchange = this.of(group.slice(0, 2), [group[1]!, group[0]!]);
    return group.length === 2 ? [exchange] : [exchange, this.of(group, [...group.slice(1), group[0]!])];
  }
}

export class Canonicaliser {
  readonly renamings = new Renamings();

  constructor(
    private readonly system: Exchangeable,
    private readonly groups: readonly (readonly string[])[],
  ) {}

  /** Replaces the current row by the one that stands for its orbit. */
  run(): void {
    let arrangements: readonly (readonly string[])[] = [[]];
    const names: string[] = [];
    for (const group of this.groups) {
      names.push(...group);
      for (const block of this.blocks(group)) {
        const orders = arrange(this.twins(block));
        arrangements = arrangements.flatMap((start) => orders.map((order) => [...start, ...order]));
      }
    }
    this.write(this.least(arrangements, names));
  }

  /** The group's names in the order of their weights; names of equal weight are one block. */
  private blocks(group: readonly string[]): readonly (readonly string[])[] {
    const weighed = group.map((name) => ({ name, weight: this.system.weight(name) }));
    weighed.sort((one, other) => one.weight - other.weight);
    const blocks: string[][] = [];
    weighed.forEach(({ name, weight }, place) => {
      if (place > 0 && weighed[place - 1]!.weight === weight) blocks.at(-1)!.push(name);
      else blocks.push([name]);
    });
    return blocks;
  }

  /** Splits a block into classes of names whose exchange leaves the row as it is. */
  private twins(block: readonly string[]): readonly (readonly string[])[] {
    const classes: string[][] = [];
    for (const name of block) {
      const twin = classes.find(([first]) => this.areTwins(first!, name));
      if (twin) twin.push(name);
      else classes.push([name]);
    }
    return classes;
  }

  private areTwins(one: string, other: string): boolean {
    const row = this.system.renamedRow(this.renamings.of([one, other], [other, one]));
    return row.every((entry, column) => entry === this.system.states.get(column));
  }

  private least(arrangements: readonly (readonly string[])[], names: readonly string[]): readonly number[] {
    let least: readonly number[] | undefined;
    for (const arrangement of arrangements) {
      const row = this.system.renamedRow(this.renamings.of(arrangement, names));
      if (!least || comesBefore(row, least)) least = row;
    }
    return least!;
  }

  private write(row: readonly number[]): void {
    row.forEach((entry, column) => this.system.states.set(column, entry));
  }
}

function comesBefore(row: readonly number[], other: readonly number[]): boolean {
  const place = row.findIndex((entry, column) => entry !== other[column]);
  return place >= 0 && row[place]! < other[place]!;
}

/** Every order of the names in which it matters only where each class stands, not which of its names stands there. */
function arrange(classes: readonly (readonly string[])[]): readonly (readonly string[])[] {
  if (classes.every((names) => names.length === 0)) return [[]];
  return classes.flatMap((names, place) => {
    if (names.length === 0) return [];
    const rest = classes.with(place, names.slice(1));
    return arrange(rest).map((order) => [names[0]!, ...order]);
  });
}

/**
 * A hash of a value in which names count only by their role: `roleOf` gives a role's number, or undefined for a
 * string that is not one of the names. Fields of an object count in any order.
 */
export function fingerprint(value: Data, roleOf: (name: string) => number | undefined): number {
  if (typeof value === "string") return mix(1, roleOf(value) ?? hashText(value));
  if (typeof value === "number") return mix(2, hashText(String(value)));
  if (typeof value === "boolean") return mix(3, value ? 1 : 0);
  if (value === null) return mix(4, 0);
  if (Array.isArray(value)) {
    return (value as readonly Data[]).reduce<number>((hash, item) => mix(hash, fingerprint(item, roleOf)), 5);
  }
  let sum = 6;
  for (const [field, item] of Object.entries(value)) {
    sum = (sum + mix(roleOf(field) ?? hashText(field), fingerprint(item as Data, roleOf))) | 0;
  }
  return mix(7, sum);
}

function hashText(text: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index++) hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return hash;
}

/** A number from 0 to 2³¹ − 1 that depends on both. */
export function mix(left: number, right: number): number {
  let hash = Math.imul(left ^ 0x9e3779b1, 0x85ebca6b) ^ Math.imul(right ^ 0x27d4eb2f, 0xc2b2ae35);
  hash ^= hash >>> 15;
  hash = Math.imul(hash, 0x2c1b3c6d);
  return (hash ^ (hash >>> 12)) & 0x7fffffff;
}
