// A ring in whole numbers that goes anticlockwise, and is looked through from the end.
import { hash53 } from "distlab";
import type { KeyRing } from "distlab";

class Ring implements KeyRing {
  private readonly places: [at: number, node: string][];

  constructor(nodes: readonly string[]) {
    this.places = nodes.flatMap((node) =>
      Array.from({ length: 150 }, (_, place): [number, string] => [hash53(`${node}#${place}`), node]),
    );
    this.places.sort(([left, one], [right, other]) => right - left || (one > other ? -1 : 1));
  }

  find(keys: readonly string[], copies: number): string[][] {
    return keys.map((key) => {
      const at = hash53(`key ${key}`);
      const start = this.places.findIndex(([place]) => place <= at);
      const turned = start < 0 ? this.places : [...this.places.slice(start), ...this.places.slice(0, start)];
      const found = new Set<string>();
      for (const [, node] of turned) {
        if (found.size === copies) break;
        found.add(node);
      }
      return [...found];
    });
  }
}

export const createRing = (nodes: readonly string[]): KeyRing => new Ring(nodes);
