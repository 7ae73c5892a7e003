/** Checks each fault of a schedule, and that no two of them contradict each other. */
import type { NodeId } from "../protocol";
import { checkContradictions } from "./contradictions";
import { roles } from "./faults";
import type { Fault } from "./faults";
import { checkCount, checkFields, checkFinite, checkList, checkOneOf, checkTime, OptionError } from "./option-error";
import { checkLink } from "./validate-network";
import type { LinkOptions } from "./options";

interface Names {
  /** Nodes with a protocol. */
  readonly nodes: readonly NodeId[];
  /** Scripted clients. */
  readonly clients: readonly NodeId[];
}

type Check = (option: string, value: unknown, names: Names) => void;

/** A node, or the role that it has at that moment. */
const node: Check = (option, value, { nodes, clients }) => {
  if (nodes.includes(value as NodeId) || roles.includes(value as string)) return;
  const not = clients.includes(value as NodeId) ? `, and not a scripted client,` : "";
  throw new OptionError(
    option,
    value,
    `one of the nodes ${nodes.join(", ")}${not} or a role such as ${roles.slice(0, 3).join(", ")}`,
  );
};

/** For what must be known before the run: no role. */
const certainNode: Check = (option, value, { nodes }) => {
  if (!nodes.includes(value as NodeId)) throw new OptionError(option, value, `one of the nodes ${nodes.join(", ")}`);
};

/** An end of a link: a node or a client. */
const end: Check = (option, value, { nodes, clients }) => {
  const all = [...nodes, ...clients];
  if (!all.includes(value as NodeId)) throw new OptionError(option, value, `one of the nodes ${all.join(", ")}`);
};

const ends: Check = (option, value, names) => {
  if (!Array.isArray(value)) throw new OptionError(option, value, "a list of nodes");
  value.forEach((each: unknown, index) => {
    if (!roles.includes(each as string)) end(`${option}[${index}]`, each, names);
  });
};

const someEnds: Check = (option, value, names) => {
  checkList(option, value);
  ends(option, value, names);
};

const groups: Check = (option, value, names) => {
  checkList(option, value);
  (value as readonly unknown[]).forEach((group, index) => ends(`${option}[${index}]`, group, names));
  const all = (value as readonly (readonly NodeId[])[]).flat();
  const twice = all.find((each, index) => all.indexOf(each) !== index);
  if (twice !== undefined) throw new OptionError(option, value, `groups that share nobody: ${twice} is there twice`);
};

const drift: Check = (option, value) => {
  checkFinite(option, value);
  if ((value as number) <= -1_000_000) {
    throw new OptionError(option, value, "more than -1000000: a clock does not stand still or run back");
  }
};

const link: Check = (option, value) => {
  if (typeof value !== "object" || value === null) throw new OptionError(option, value, "options of a link");
  checkLink(value as LinkOptions, option);
};

const survives: Check = (option, value) => checkOneOf(option, value, ["kept", "previous", "torn", "lost"]);
const text: Check = (option, value) => {
  if (typeof value !== "string") throw new OptionError(option, value, "a message's kind");
};
const fromOne: Check = (option, value) => checkCount(option, value, 1);
const fromZero: Check = (option, value) => checkCount(option, value, 0);

const window = { atMs: checkTime, untilMs: checkTime };
const cut = { atMs: checkTime, "healAtMs?": checkTime };
const nth = { from: end, to: end, nth: fromOne, "message?": text };

/** Every kind's fields, with their checks; a question mark says that it may be left out. */
const fields: { readonly [Kind in Fault["kind"]]: { readonly [field: string]: Check } } = {
  crash: { node, atMs: checkTime, "restartAtMs?": checkTime, "saved?": survives },
  crashInStep: {
    node: certainNode,
    event: fromOne,
    effects: fromZero,
    "restartAfterMs?": checkTime,
    "saved?": survives,
  },
  restart: { node: certainNode, atMs: checkTime },
  pause: { node, ...window },
  slow: { node, ...window, "delayMs?": checkTime, "busyMs?": checkTime },
  partition: { groups, ...cut },
  cut: { from: someEnds, to: someEnds, ...cut },
  clock: { node, atMs: checkTime, "skewMs?": checkFinite, "driftPpm?": drift, "jumpMs?": checkFinite },
  loseSaves: { node, ...window },
  tearSaves: { node, ...window },
  link: { from: someEnds, to: someEnds, options: link, ...window },
  drop: nth,
  delay: { ...nth, byMs: checkTime },
  duplicate: { ...nth, afterMs: checkTime },
};

/** @throws OptionError naming the first fault that is wrong, with the option, its value and what is allowed */
export function checkFaults(faults: readonly Fault[], nodes: readonly NodeId[], clients: readonly NodeId[]): void {
  if (!Array.isArray(faults)) throw new OptionError("faults", faults, "a list: [crash(…), partition(…)]");
  faults.forEach((fault: Fault, index) => checkFault(fault, `faults[${index}]`, { nodes, clients }));
  checkContradictions(faults, nodes);
}

function checkFault(fault: Fault, path: string, names: Names): void {
  const checks = Object.hasOwn(fields, (fault as Fault | null)?.kind ?? "") ? fields[fault.kind] : undefined;
  if (!checks)
    throw new OptionError(
      path,
      fault,
      `what crash, pause, partition and the like make; kinds are ${Object.keys(fields).join(", ")}`,
    );
  checkFields(path, fault, ["kind", ...Object.keys(checks).map((field) => field.replace("?", ""))]);
  const values = fault as unknown as { readonly [field: string]: unknown };
  for (const [field, check] of Object.entries(checks)) {
    const name = field.replace("?", "");
    if (values[name] !== undefined || name === field) check(`${path}.${name}`, values[name], names);
  }
  for (const name of ["untilMs", "healAtMs", "restartAtMs"])
    checkAfter(`${path}.${name}`, values["atMs"], values[name]);
  checkWhole(fault, path);
}

function checkAfter(option: string, from: unknown, until: unknown): void {
  if (until === undefined || (until as number) > (from as number)) return;
  throw new OptionError(option, until, `a time after atMs, which is ${String(from)}`);
}

/** What no field alone can show: faults that would do nothing. */
function checkWhole(fault: Fault, path: string): void {
  if (fault.kind === "slow" && !((fault.delayMs ?? 0) > 0 || (fault.busyMs ?? 0) > 0)) {
    throw new OptionError(path, fault, "a delayMs or a busyMs above 0");
  }
  if (
    fault.kind === "clock" &&
    fault.skewMs === undefined &&
    fault.driftPpm === undefined &&
    fault.jumpMs === undefined
  ) {
    throw new OptionError(path, fault, "a skewMs, a driftPpm or a jumpMs");
  }
  if (fault.kind === "cut" && fault.from.every((from) => fault.to.every((to) => to === from))) {
    throw new OptionError(`${path}.to`, fault.to, `somebody else than ${fault.from.join(", ")}`);
  }
}
