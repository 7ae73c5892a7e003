// A class whose stamps are text with leading zeros, which sort as they are.
import type { Data, HybridClock } from "distlab";

class Hybrid implements HybridClock {
  #wall = 0;
  #count = -1;

  tick(physicalMs: number): string {
    if (physicalMs > this.#wall) [this.#wall, this.#count] = [physicalMs, 0];
    else this.#count += 1;
    return this.#write();
  }

  receive(stamp: Data, physicalMs: number): string {
    const { wallMs, counter } = read(stamp as string);
    // Catching up with the message first, as if it were one's own last event, leaves only the rule above.
    if (wallMs > this.#wall) [this.#wall, this.#count] = [wallMs, counter];
    else if (wallMs === this.#wall) this.#count = Math.max(this.#count, counter);
    return this.tick(physicalMs);
  }

  #write(): string {
    return `${String(this.#wall).padStart(16, "0")}:${String(this.#count).padStart(6, "0")}`;
  }
}

export const createClock = (): HybridClock => {
  const clock = new Hybrid();
  return {
    tick: (physicalMs) => clock.tick(physicalMs),
    receive: (stamp, physicalMs) => clock.receive(stamp, physicalMs),
  };
};

export const compare = (left: string, right: string): number => (left === right ? 0 : left < right ? -1 : 1);

export function read(stamp: string): { wallMs: number; counter: number } {
  const [wallMs, counter] = stamp.split(":").map(Number);
  return { wallMs: wallMs!, counter: counter! };
}
