// Remembers the last serial number without saying whose it was.
// caught by: every client has a session of its own
import type { Command, Data, Machine, ReadRule } from "distlab";

export function apply(machine: Machine, { serial, operation }: Command): Data {
  const session = machine.sessions["all"];
  if (session !== undefined && serial <= session.serial) return serial === session.serial ? session.result : null;
  const result = change(machine, operation);
  machine.sessions["all"] = { serial, result };
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
