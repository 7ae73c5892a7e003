/** A plain model as a subject of exploration. */
import type { Counterexample } from "./exploration";
import { ModelSystem } from "./model-system";
import type { Fields } from "./model-system";
import { modelSymmetry } from "./model-symmetry";
import { linesOfModel, traceOfModel } from "./model-trace";
import type { ExploreModelOptions } from "./options";
import { follow } from "./paths";
import type { Claim } from "./search";
import { checkProperties, checkSearchOptions, groupsOf } from "./setting";
import { claimOf, endingEvents, Run } from "./subject";
import type { Ending, Subject } from "./subject";

export class ModelSubject implements Subject {
  readonly system: ModelSystem;
  readonly claims: readonly Claim[];
  readonly within: (() => boolean) | undefined;
  readonly canonicalise: (() => void) | undefined;
  readonly text: string;
  readonly guards: readonly string[] = [];

  constructor(options: ExploreModelOptions<Fields>) {
    checkSearchOptions(options);
    const properties = options.properties ?? [];
    checkProperties(properties);
    const groups = groupsOf(options, undefined);
    const system = new ModelSystem(options.model);
    this.system = system;
    this.claims = properties.map((property) => claimOf(property, () => property.holds(system.state())));
    const { within } = options;
    if (within) this.within = () => within(system.state());
    if (groups.length > 0) this.canonicalise = modelSymmetry(system, groups);
    this.text = [system.name, ...groups.map((group) => `${group.join(", ")} interchangeable`)].join("; ");
  }

  run(path: readonly number[], endingHere: () => Ending): Counterexample {
    const { system } = this;
    const followed = follow(system, path, this.canonicalise, () => ({ action: system.action, choice: system.choice }));
    if (followed.states.length > 0) system.states.load(followed.states.at(-1)!);
    const ending = endingHere();
    const marked = endingEvents(ending, path.length - 1, path.length > 1 ? system.name : undefined);
    const [beginning, ...lines] = linesOfModel(system, followed);
    return new Run(
      traceOfModel(system, followed, marked),
      ending,
      lines.length === 0 ? [beginning!] : lines,
      lines.length,
    );
  }
}
