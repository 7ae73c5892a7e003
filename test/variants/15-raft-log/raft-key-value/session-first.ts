// Writes the session before the change, and fills in the result afterwards.
import type { Command, Data, Machine, ReadRule } from "distlab";

export function apply(machine: Machine, command: Command): Data {
  const last = machine.sessions[command.client] ?? { serial: 0, result: null };
  if (command.serial === last.serial) return last.result;
  if (command.serial < last.serial) return null;
  const { operation } = command;
  const before = machine.values[operation.key] ?? null;
  let after: Data = before;
  let result: Data = null;
  if (operation.kind === "put" || operation.kind === "write") after = operation.value;
  else if (operation.kind === "append") after = `${before ?? ""}${operation.value}`;
  else if (operation.kind === "delete") after = null;
  else if (operation.kind === "compareAndSet") {
    result = before === operation.expected;
    if (result) after = operation.value;
  } else result = before;
  machine.values = { ...machine.values, [operation.key]: after };
  machine.sessions = { ...machine.sessions, [command.client]: { serial: command.serial, result } };
  return result;
}

export const reads: ReadRule = "when a majority has confirmed that it leads";
