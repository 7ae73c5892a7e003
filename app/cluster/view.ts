/** How a cluster looks in a terminal: a row for each process. Pure. */
import { dataText } from "distlab";
import type { HostStatus, NodeId } from "distlab";

/** What is known of one process. */
export interface ProcessLook {
  readonly process: string;
  readonly pid: number;
  readonly condition: "up" | "paused" | "down";
  readonly status: HostStatus | undefined;
}

/** One look at all processes. */
export interface ClusterLook {
  readonly atMs: number;
  readonly processes: readonly ProcessLook[];
}

const headings = ["process", "pid", "", "role", "state", "messages/s", "saves/s", "fsyncs/s"] as const;

/** The rows of a table, the headings first. Rates are since the look before. */
export function lookRows(now: ClusterLook, before: ClusterLook | undefined): readonly (readonly string[])[] {
  const seconds = before === undefined ? 0 : (now.atMs - before.atMs) / 1000;
  const rows = now.processes.map((look) => {
    const earlier = before?.processes.find(({ pid }) => pid === look.pid)?.status;
    const { process, pid, condition, status } = look;
    const rate = (read: (counts: HostStatus["counts"]) => number): string => {
      if (condition !== "up" || status === undefined || earlier === undefined || !(seconds > 0)) return "";
      return String(Math.round((read(status.counts) - read(earlier.counts)) / seconds));
    };
    const [role, state] = condition === "down" ? ["", ""] : described(status);
    return [
      process,
      condition === "down" ? "" : String(pid),
      condition,
      role,
      state,
      rate(({ sent }) => sent),
      rate(({ saves }) => saves),
      rate(({ syncs }) => syncs),
    ];
  });
  return [headings, ...rows];
}

/** The role and the fields of the node; of several, how many there are and what they have done together. */
function described(status: HostStatus | undefined): readonly [role: string, state: string] {
  const nodes = Object.entries(status?.nodes ?? {});
  if (status === undefined || nodes.length === 0) return ["", ""];
  if (nodes.length > 1) {
    const { invoked, completed } = status.counts;
    return [`${nodes.length} clients`, `asked ${invoked}, answered ${completed}`];
  }
  const [, { view }] = nodes[0] as [NodeId, HostStatus["nodes"][NodeId]];
  const fields = Object.entries(view.fields ?? {}).map(([name, value]) => `${name} ${short(dataText(value))}`);
  return [view.role ?? "", fields.join("  ")];
}

const fieldLengthMax = 24;
const short = (text: string): string => {
  const bare = text.replace(/^"(.*)"$/, "$1");
  return bare.length <= fieldLengthMax ? bare : `…${bare.slice(bare.length - fieldLengthMax + 1)}`;
};
