/**
 * The search for one order of all operations that keeps each client's own, whatever the times.
 *
 * Depth first, with a memory of where it has failed. A place in the search is how far each client has come, and the
 * state of each part of the object. Operations that never change a state are taken as soon as they can be; a place is
 * given up at once where a client waits for a value that nobody is left to bring.
 */
import { canonical } from "../../data";
import type { Operation } from "../../protocol";
import type { Effort } from "./effort";
import { comesBefore } from "./events";
import type { AnyModel } from "./model";
import { groupsByPart, spaceOf, withoutUnseen } from "./parts";
import type { StateSpace } from "./states";

/** Operations, known by their indices in the history, with the states of the parts that they belong to. */
export interface Sessions {
  readonly history: readonly Operation[];
  readonly indices: readonly number[];
  readonly spaces: readonly StateSpace[];
  readonly partOf: ReadonlyMap<number, number>;
  readonly kindOf: ReadonlyMap<number, number>;
}

export function sessionsOf(history: readonly Operation[], judged: readonly number[], model: AnyModel): Sessions {
  const spaces: StateSpace[] = [];
  const partOf = new Map<number, number>();
  const kindOf = new Map<number, number>();
  for (const group of groupsByPart(history, judged, model)) {
    const indices = withoutUnseen(history, group, model);
    const prepared = model.prepare?.(indices.map((index) => history[index]!));
    const { space, kinds } = spaceOf(history, indices, model, prepared?.needsTimes ? undefined : prepared);
    for (const [position, index] of indices.entries()) {
      partOf.set(index, spaces.length);
      kindOf.set(index, kinds[position]!);
    }
    spaces.push(space);
  }
  return { history, indices: judged.filter((index) => partOf.has(index)), spaces, partOf, kindOf };
}

export interface InterleaveLimits {
  readonly configurationsMax: number;
  /** When it is spent, the search gives up. For each operation that is tried next, a step a client. */
  readonly effort: Effort;
}

export interface Interleaving {
  readonly found: "an order" | "no order" | "too many" | "gave up";
  readonly order: readonly number[];
  readonly explored: number;
}

/**
 * @param strict the operations that must take effect, in their clients' orders; all others may at any time, or never
 * @param among the operations that there are; default: all
 */
export function searchInterleaving(
  sessions: Sessions,
  strict: ReadonlySet<number>,
  limits: InterleaveLimits,
  among: readonly number[] = sessions.indices,
): Interleaving {
  for (;;) {
    const mistakes = mistakesOf(sessions);
    const found = new Interleave(sessions, strict, limits, among).run();
    if (mistakesOf(sessions) === mistakes) return found;
  }
}

function mistakesOf({ spaces }: Sessions): number {
  return spaces.reduce((sum, { mistakes }) => sum + mistakes, 0);
}

/** A place of the search: what has been done on the way to it, and what is still to be tried from it. */
interface Place {
  readonly states: readonly number[];
  readonly did: readonly number[];
  readonly options: { readonly operation: number; readonly state: number }[];
}

class Interleave {
  readonly #sessions: Sessions;
  readonly #limits: InterleaveLimits;
  /** Each client's operations in order; one that need not take effect is alone. */
  readonly #lanes: readonly (readonly number[])[];
  readonly #strict: ReadonlySet<number>;
  #left: number;
  readonly #before = new Map<number, readonly number[]>();
  readonly #done = new Set<number>();
  readonly #failed = new Set<string>();
  /** How many operations are left that leave a value, by part and value. */
  readonly #bringers = new Map<string, number>();
  readonly #leaves = new Map<number, string>();
  readonly #sees = new Map<number, string>();

  constructor(sessions: Sessions, strict: ReadonlySet<number>, limits: InterleaveLimits, among: readonly number[]) {
    this.#sessions = sessions;
    this.#limits = limits;
    const { history } = sessions;
    const mustBe = (index: number): boolean => strict.has(index) && history[index]!.returned !== undefined;
    this.#strict = new Set(among.filter(mustBe));
    this.#left = this.#strict.size;
    const free = this.#worthTaking(among.filter((index) => !mustBe(index) && !this.#isQuiet(index)));
    const byCall = (a: number, b: number): number => history[a]!.invoked - history[b]!.invoked || a - b;
    const inOrder = [...this.#strict].toSorted(byCall);
    const clients = [...new Set(inOrder.map((index) => history[index]!.client))];
    const lanes = clients.map((client) => inOrder.filter((index) => history[index]!.client === client));
    for (const lane of lanes) for (const [place, index] of lane.entries()) this.#follow(index, lane.slice(0, place));
    for (const index of free) {
      const own = lanes.find((lane) => history[lane[0]!]!.client === history[index]!.client) ?? [];
      // One that never returned still comes after what its client did before; one that was let go comes anywhere.
      this.#follow(index, strict.has(index) ? own.filter((other) => byCall(other, index) < 0) : []);
    }
    this.#lanes = [...lanes, ...free.map((index) => [index])];
    for (const index of [...this.#strict, ...free]) this.#note(index);
  }

  /** Without those that need not take effect and could only leave a value that nobody sees. */
  #worthTaking(free: readonly number[]): readonly number[] {
    const { history, spaces, partOf } = this.#sessions;
    const seen = new Set<string>();
    for (const index of [...this.#strict, ...free]) {
      const part = partOf.get(index)!;
      const { operation, result } = history[index]!;
      const values = spaces[part]!.model.values?.sees(operation, result);
      if (!values) seen.add(`${part}`);
      for (const value of values ?? []) seen.add(`${part} ${canonical(value)}`);
    }
    return free.filter((index) => {
      const part = partOf.get(index)!;
      const left = spaces[part]!.model.values?.leaves(history[index]!.operation);
      return left === undefined || seen.has(`${part}`) || seen.has(`${part} ${canonical(left)}`);
    });
  }

  #follow(index: number, earlier: readonly number[]): void {
    const { history } = this.#sessions;
    this.#before.set(
      index,
      earlier.filter((other) => comesBefore(history[other]!, history[index]!)),
    );
  }

  /** What an operation brings and waits for, where the model says so. */
  #note(index: number): void {
    const part = this.#sessions.partOf.get(index)!;
    const { values } = this.#sessions.spaces[part]!.model;
    const { operation, result } = this.#sessions.history[index]!;
    if (!values) return;
    const left = values.leaves(operation);
    const seen = values.sees(operation, result);
    if (left !== undefined) {
      const key = `${part} ${canonical(left)}`;
      this.#leaves.set(index, key);
      this.#bringers.set(key, (this.#bringers.get(key) ?? 0) + 1);
    } else if (!this.#isQuiet(index)) this.#bringers.set(`${part}`, (this.#bringers.get(`${part}`) ?? 0) + 1);
    if (seen?.length === 1 && this.#isQuiet(index)) this.#sees.set(index, `${part} ${canonical(seen[0])}`);
  }

  #isQuiet(index: number): boolean {
    const { spaces, partOf, kindOf } = this.#sessions;
    return spaces[partOf.get(index)!]!.isQuiet(kindOf.get(index)!);
  }

  run(): Interleaving {
    const { configurationsMax, effort } = this.#limits;
    let explored = 0;
    const path: Place[] = [
      this.#settle(
        this.#sessions.spaces.map(({ initial }) => initial),
        [],
      ),
    ];
    const answer = (found: Interleaving["found"]): Interleaving => {
      effort.spend((explored & 255) * this.#lanes.length + this.#sessions.indices.length);
      return { found, order: found === "an order" ? path.flatMap(({ did }) => did) : [], explored };
    };
    while (path.length > 0) {
      if (this.#left === 0) return answer("an order");
      const place = path.at(-1)!;
      const option = place.options.pop();
      if (option === undefined) {
        for (const index of path.pop()!.did) this.#undo(index);
        continue;
      }
      explored++;
      if (this.#failed.size > configurationsMax) return answer("too many");
      if ((explored & 255) === 0) {
        effort.spend(256 * this.#lanes.length);
        if (effort.isSpent) return answer("gave up");
      }
      const states = place.states.with(this.#sessions.partOf.get(option.operation)!, option.state);
      this.#do(option.operation);
      const next = this.#settle(states, [option.operation]);
      const key = this.#keyOf(states);
      if (this.#failed.has(key)) for (const index of next.did) this.#undo(index);
      else {
        this.#failed.add(key);
        path.push(next);
      }
    }
    return answer("no order");
  }

  #do(index: number): void {
    this.#done.add(index);
    if (this.#strict.has(index)) this.#left--;
    const leaves = this.#leaves.get(index);
    if (leaves !== undefined) this.#bringers.set(leaves, this.#bringers.get(leaves)! - 1);
  }

  #undo(index: number): void {
    this.#done.delete(index);
    if (this.#strict.has(index)) this.#left++;
    const leaves = this.#leaves.get(index);
    if (leaves !== undefined) this.#bringers.set(leaves, this.#bringers.get(leaves)! + 1);
  }

  #keyOf(states: readonly number[]): string {
    let key = states.join(",");
    for (const lane of this.#lanes) {
      let first = 0;
      while (first < lane.length && this.#done.has(lane[first]!)) first++;
      key += `;${first}`;
      for (let place = first + 1; place < lane.length; place++) if (this.#done.has(lane[place]!)) key += `+${place}`;
    }
    return key;
  }

  /** Takes what never changes a state, and finds what can be next. */
  #settle(states: readonly number[], did: readonly number[]): Place {
    const all = [...did];
    let options: Place["options"] = [];
    for (let again = true; again;) {
      again = false;
      options = [];
      for (const index of this.#available()) {
        const part = this.#sessions.partOf.get(index)!;
        const next = this.#sessions.spaces[part]!.allNext(states[part]!, this.#sessions.kindOf.get(index)!);
        if (this.#isQuiet(index)) {
          if (!next.includes(states[part]!)) {
            if (this.#isHopeless(index, part)) return { states, did: all, options: [] };
            continue;
          }
          this.#do(index);
          all.push(index);
          again = true;
        } else
          for (const state of next)
            if (this.#matters(index, state, states[part]!)) options.push({ operation: index, state });
      }
    }
    // The last one is tried first: what was called first, as it most probably was.
    const { history } = this.#sessions;
    return {
      states,
      did: all,
      options: options.toSorted((a, b) => this.#rank(b.operation, history) - this.#rank(a.operation, history)),
    };
  }

  #rank(index: number, history: readonly Operation[]): number {
    return history[index]!.returned === undefined ? Infinity : history[index]!.invoked;
  }

  #available(): readonly number[] {
    const found: number[] = [];
    for (const lane of this.#lanes) {
      for (const index of lane) {
        if (this.#done.has(index)) continue;
        if (this.#before.get(index)!.every((other) => this.#done.has(other))) found.push(index);
        else break;
      }
    }
    return found;
  }

  /** One that need not take effect does so only to change something. */
  #matters(index: number, state: number, before: number): boolean {
    return state !== before || this.#strict.has(index);
  }

  /** Whether a read waits for a value that nobody is left to bring. */
  #isHopeless(index: number, part: number): boolean {
    const sees = this.#sees.get(index);
    return sees !== undefined && !this.#bringers.has(`${part}`) && (this.#bringers.get(sees) ?? 0) === 0;
  }
}
