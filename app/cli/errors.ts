/** Errors that are told to the person in one line, without a stack. */

/** Exit codes of every command. */
export const exitCodes = { done: 0, failed: 1, usage: 2, interrupted: 130 } as const;

/** Something that the person who typed the command can mend; `message` says what, `remedy` how. */
export class CommandError extends Error {
  override readonly name: string = "CommandError";
  readonly exitCode: number = exitCodes.failed;
  constructor(
    message: string,
    readonly remedy = "",
  ) {
    super(message);
  }
}

/** The command was typed wrongly: nothing has been run. */
export class UsageError extends CommandError {
  override readonly name = "UsageError";
  override readonly exitCode = exitCodes.usage;
}
