/** Interchangeable names of a plain model: wherever they stand in its states, they are exchanged. */
import { canonical } from "../../data";
import type { Data } from "../../data";
import { ModelError } from "./model-system";
import type { Fields, ModelSystem } from "./model-system";
import type { ModelStep } from "./options";
import { Canonicaliser, fingerprint, mix } from "./symmetry";
import type { Exchangeable } from "./symmetry";
import { PairMap } from "./tables";
import { renameIn } from "./values";
import type { Renaming } from "./values";

const self = 1;
const others = 2;

/** What replaces the current row by the one that stands for its orbit. */
export function modelSymmetry(system: ModelSystem, groups: readonly (readonly string[])[]): () => void {
  const canonicaliser = new Canonicaliser(new ExchangeableNames(system, groups), groups);
  const generators = groups.flatMap((group) => canonicaliser.renamings.generators(group));
  system.onChecked = (state, steps) => checkSteps(system, generators, state, steps);
  return () => canonicaliser.run();
}

class ExchangeableNames implements Exchangeable {
  readonly states: ModelSystem["states"];
  private readonly names: readonly string[];
  private readonly groupOf = new Map<string, number>();
  private readonly parts = new PairMap();

  constructor(
    private readonly system: ModelSystem,
    groups: readonly (readonly string[])[],
  ) {
    this.states = system.states;
    this.names = groups.flat();
    groups.forEach((group, number) => group.forEach((name) => this.groupOf.set(name, number)));
  }

  weight(name: string): number {
    const place = this.names.indexOf(name);
    let sum = 0;
    for (let column = 0; column < this.system.fields.length; column++) {
      sum = (sum + mix(column, this.part(this.states.get(column), name, place))) | 0;
    }
    return sum;
  }

  private part(value: number, name: string, place: number): number {
    const known = this.parts.get(value, place);
    if (known >= 0) return known;
    const part = fingerprint(this.system.values.value(value), (text) => {
      if (text === name) return self;
      const group = this.groupOf.get(text);
      return group === undefined ? undefined : others + group;
    });
    this.parts.set(value, place, part);
    return part;
  }

  renamedRow(renaming: Renaming): readonly number[] {
    return Array.from({ length: this.states.width }, (_, column) => {
      const value = this.states.get(column);
      return column < this.system.fields.length ? this.system.values.renamed(value, renaming) : value;
    });
  }
}

/** From a state with names exchanged, the same steps must be possible, with names exchanged. */
function checkSteps(
  system: ModelSystem,
  generators: readonly Renaming[],
  state: Fields,
  steps: readonly ModelStep<Fields>[],
): void {
  for (const { names } of generators) {
    const expected = steps.map((step) => canonical(renameIn(step.state as Data, names)));
    const found = [...system.model.next(renameIn(state, names) as Fields)].map((step) => canonical(step.state));
    if ([...new Set(expected)].toSorted().join("\n") === [...new Set(found)].toSorted().join("\n")) continue;
    const exchange = [...names].map(([from, other]) => `${from} becomes ${other}`).join(", ");
    throw new ModelError(
      `next is not symmetric, though symmetry says that these names are interchangeable: where ${exchange}, it has ` +
        `other steps from ${canonical(state)}. Keep a set of names as a record ({ a: true }), whose order does not count`,
    );
  }
}
