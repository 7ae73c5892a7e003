/** A run that ended because a handler, or a client's script, failed. */
import { HandlerError } from "../step";
import type { Input } from "../step";
import { replayLine, roundMs } from "./run-text";
import type { Run } from "./simulate";

/** A HandlerError with the run that it ended, and the line that shows it again. */
export class SimulationFailure extends HandlerError {
  /** The run up to the failure: its trace can be drawn. */
  declare readonly run: Run;

  constructor(cause: HandlerError, run: Run) {
    super(cause.protocol, cause.node, plain(cause.input), cause.reason, { cause: cause.cause ?? cause });
    this.message = `${cause.message} (at ${roundMs(run.endedAtMs)} ms, seed ${run.seed})\nto see the run: ${replayLine(run, 'onFailure: "report"')}`;
    if (cause.stack) this.stack = cause.stack.replace(cause.message, () => this.message);
    // Not listed, because whatever prints the error would print the whole run.
    Object.defineProperty(this, "run", { value: run, enumerable: false });
  }
}

/** What the simulator gives handlers carries more than they may see. */
function plain(input: Input): Input {
  switch (input.kind) {
    case "message":
      return { kind: "message", from: input.from, message: input.message };
    case "timer":
      return { kind: "timer", timer: input.timer };
    case "start":
      return { kind: "start", saved: input.saved };
  }
}
