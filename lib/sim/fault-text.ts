/** A fault as the call that makes it, for reports and for whoever wants to run it again. */
import type { Data } from "../protocol";
import type { Fault } from "./faults";

/** For example `crash("A", { atMs: 200, restartAtMs: 300 })`. */
export function faultText(fault: Fault): string {
  switch (fault.kind) {
    case "crash":
    case "restart":
    case "pause":
    case "slow":
    case "clock":
    case "loseSaves":
    case "tearSaves": {
      const { kind, node, ...how } = fault;
      return `${kind}(${code(node)}, ${code(how)})`;
    }
    case "crashInStep": {
      const { kind: _, node, ...where } = fault;
      return `crash(${code(node)}, ${code(where)})`;
    }
    case "partition": {
      const { kind, groups, ...when } = fault;
      return `${kind}(${code(groups)}, ${code(when)})`;
    }
    case "cut": {
      const { kind: _, from, to, ...when } = fault;
      return `cutLinks(${code(from)}, ${code(to)}, ${code(when)})`;
    }
    case "link": {
      const { from, to, atMs, untilMs, options } = fault;
      return `linkFault(${code(from)}, ${code(to)}, ${code({ atMs, untilMs, ...(options as object) })})`;
    }
    default: {
      const { kind, ...which } = fault;
      return `${kind}(${code(which)})`;
    }
  }
}

/** Plain data as one would write it in TypeScript. */
function code(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(code).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value as Data) ?? String(value);
  const fields = Object.entries(value).map(
    ([name, item]) => `${/^[A-Za-z_]\w*$/.test(name) ? name : JSON.stringify(name)}: ${code(item)}`,
  );
  return fields.length === 0 ? "{}" : `{ ${fields.join(", ")} }`;
}
