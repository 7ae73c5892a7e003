// A class with one field, raised by a condition.
import type { ClientSession } from "distlab";

class Memory implements ClientSession {
  #least = -Infinity;

  wrote(position: number): void {
    if (position > this.#least) this.#least = position;
  }

  read(position: number): void {
    this.wrote(position);
  }

  accepts(position: number): boolean {
    return !(position < this.#least);
  }
}

export function createSession(): ClientSession {
  const memory = new Memory();
  return {
    wrote: (position) => memory.wrote(position),
    read: (position) => memory.read(position),
    accepts: (position) => memory.accepts(position),
  };
}
