/**
 * What may still go wrong in a run. A budget is a list of counters, one for each bound that is neither 0 nor
 * infinite, and has a number; a cost is what one event takes from it.
 */
import type { NodeId } from "../../protocol";
import type { Bound, FaultBounds } from "./options";
import { PairMap, Sequences } from "./tables";

export type Fault = keyof FaultBounds | "firings";

/** An event that costs nothing. */
export const free = 0;

/** What may not happen, or is used up. */
export const refused = -1;

export class Budgets {
  /** The budget that a run begins with. */
  readonly initial: number;
  private readonly counters = new Map<string, number>();
  private readonly rows = new Sequences();
  private readonly costs = new Sequences();
  private readonly spent = new PairMap();

  constructor(
    private readonly bounds: FaultBounds & { readonly firings?: number },
    private readonly nodes: readonly NodeId[],
  ) {
    const start: number[] = [];
    for (const [fault, bound] of Object.entries(bounds) as [Fault, Bound][]) {
      const named: [string, number][] =
        typeof bound === "number"
          ? [[fault, bound]]
          : Object.entries(bound).map(([node, most]) => [`${fault} ${node}`, most]);
      for (const [name, most] of named) {
        if (most === Infinity || most === 0) continue;
        this.counters.set(name, start.length);
        start.push(most);
      }
    }
    this.initial = this.rows.intern(start);
  }

  /** Whether anything is counted at all. */
  get counts(): boolean {
    return this.counters.size > 0;
  }

  /** Whether the fault may happen to the node in some run. */
  allows(fault: Fault, node: number): boolean {
    return this.most(fault, node) > 0;
  }

  private most(fault: Fault, node: number): number {
    const bound = this.bounds[fault] ?? (fault === "firings" ? Infinity : 0);
    return typeof bound === "number" ? bound : (bound[this.nodes[node]!] ?? 0);
  }

  /** What it costs that these faults happen together to the node: `free`, `refused`, or the cost's number. */
  cost(faults: readonly Fault[], node: number): number {
    if (!faults.every((fault) => this.allows(fault, node))) return refused;
    const counters = faults.map((fault) => this.counter(fault, node)).filter((counter) => counter !== undefined);
    return this.costs.intern(counters.toSorted((one, other) => one - other));
  }

  private counter(fault: Fault, node: number): number | undefined {
    return this.counters.get(fault) ?? this.counters.get(`${fault} ${this.nodes[node]!}`);
  }

  /** What is left of the budget, or `refused`. */
  spend(budget: number, cost: number): number {
    if (cost === free) return budget;
    const remembered = this.spent.get(budget, cost);
    // Negative results are kept as −2, since −1 stands for "not known yet".
    if (remembered !== -1) return remembered === -2 ? refused : remembered;
    const left = [...this.rows.items(budget)];
    for (const counter of this.costs.items(cost)) left[counter]! -= 1;
    const result = left.some((count) => count < 0) ? refused : this.rows.intern(left);
    this.spent.set(budget, cost, result === refused ? -2 : result);
    return result;
  }

  /** Whether the fault may still happen to the node. */
  affords(budget: number, fault: Fault, node: number): boolean {
    const cost = this.cost([fault], node);
    return cost !== refused && this.spend(budget, cost) !== refused;
  }
}
