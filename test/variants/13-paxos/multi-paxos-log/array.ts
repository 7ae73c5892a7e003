// Keeps an array with holes, as the name says.
import type { ReplicaLog } from "distlab";

class Log implements ReplicaLog {
  readonly #slots: ({ command: string | null } | undefined)[] = [];
  #applied = 0;

  chosen(slot: number, command: string | null): string[] {
    this.#slots[slot - 1] ??= { command };
    const from = this.#applied;
    while (this.#slots[this.#applied] !== undefined) this.#applied += 1;
    return this.#slots.slice(from, this.#applied).flatMap((one) => (one!.command === null ? [] : [one!.command]));
  }
}

export const createLog = (): ReplicaLog => {
  const log = new Log();
  return { chosen: (slot, command) => log.chosen(slot, command) };
};
