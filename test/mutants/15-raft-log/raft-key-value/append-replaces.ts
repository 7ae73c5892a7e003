// Appending replaces what was there.
// caught by: each operation does what it says
import type { Command, Data, Machine, ReadRule } from "distlab";

export function apply(machine: Machine, { client, serial, operation }: Command): Data {
  const session = machine.sessions[client];
  if (session !== undefined && serial <= session.serial) return serial === session.serial ? session.result : null;
  const result = change(machine, operation);
  machine.sessions[client] = { serial, result };
  return result;
}

function change({ values }: Machine, operation: Command["operation"]): Data {
  const current = values[operation.key] ?? null;
  switch (operation.kind) {
    case "put":
    case "write":
      values[operation.key] = operation.value;
      return null;
    case "append":
      values[operation.key] = operation.value;
      return null;
    case "compareAndSet":
      if (current !== operation.expected) return false;
      values[operation.key] = operation.value;
      return true;
    case "delete":
      values[operation.key] = null;
      return null;
    default:
      return current;
  }
}

export const reads: ReadRule = "when a majority has confirmed that it leads";
