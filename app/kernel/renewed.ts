/** Something that may break and can be made anew, such as a compiler that keeps much state between its answers. */

/** Asked twice, broken twice. */
export class BrokenTwice extends Error {
  override readonly name = "BrokenTwice";
}

export interface RenewedOptions<Thing> {
  readonly create: () => Thing;
  readonly close: (thing: Thing) => void;
  /** A failure that the last answer hid; undefined when it was sound. */
  readonly hiddenFailure: () => Error | undefined;
}

export class Renewed<Thing> {
  readonly #options: RenewedOptions<Thing>;
  #thing: Thing;

  constructor(options: RenewedOptions<Thing>) {
    this.#options = options;
    this.#thing = options.create();
  }

  /**
   * Asks the thing something. When it breaks over that, a new one is made and asked again.
   * @throws BrokenTwice when the new one breaks as well; there is a fresh one then, for other questions
   */
  ask<Answer>(question: (thing: Thing) => Answer): Answer {
    for (let attempt = 1; ; attempt += 1) {
      try {
        const answer = question(this.#thing);
        const failure = this.#options.hiddenFailure();
        if (failure === undefined) return answer;
        throw failure;
      } catch (error) {
        this.renew();
        if (attempt === 2)
          throw new BrokenTwice(error instanceof Error ? error.message : String(error), { cause: error });
      }
    }
  }

  /** Makes a new one, whatever state the old one is in. */
  renew(): void {
    this.#options.close(this.#thing);
    this.#thing = this.#options.create();
  }

  close(): void {
    this.#options.close(this.#thing);
  }
}
