// Carries out whatever the log holds, twice where it is there twice.
// caught by: a command that comes twice is carried out once, and answered alike
import type { Command, Data, Machine, ReadRule } from "distlab";

export function apply(machine: Machine, { client, serial, operation }: Command): Data {
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
      values[operation.key] = (current === null ? "" : String(current)) + operation.value;
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
