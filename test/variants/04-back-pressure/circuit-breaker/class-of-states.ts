// A class whose state is a tagged union, with the ticket of the trial in it.
import type { Breaker } from "distlab";

type State =
  | { kind: "closed"; since: number; failures: number }
  | { kind: "open"; untilMs: number }
  | { kind: "half open"; trial: number; untilMs: number };

class TheBreaker implements Breaker {
  private state: State = { kind: "closed", since: 0, failures: 0 };
  private last = 0;

  constructor(private readonly options: { failuresMax: number; restMs: number }) {}

  ask(atMs: number): number | null {
    if (this.state.kind !== "closed" && atMs < this.state.untilMs) return null;
    this.last += 1;
    if (this.state.kind !== "closed")
      this.state = { kind: "half open", trial: this.last, untilMs: atMs + this.options.restMs };
    return this.last;
  }

  report(ticket: number, worked: boolean, atMs: number): void {
    const { state } = this;
    const open: State = { kind: "open", untilMs: atMs + this.options.restMs };
    if (state.kind === "half open" && ticket === state.trial)
      this.state = worked ? { kind: "closed", since: this.last, failures: 0 } : open;
    if (state.kind !== "closed" || ticket <= state.since) return;
    state.failures = worked ? 0 : state.failures + 1;
    if (state.failures >= this.options.failuresMax) this.state = open;
  }
}

export const createBreaker = (options: { failuresMax: number; restMs: number }): Breaker => new TheBreaker(options);
