/** `distlab doctor`: looks at everything, and tells it in a table. */
import { defaultPort } from "../../server/options";
import type { Context } from "../context";
import { exitCodes } from "../errors";
import { columns, StatusLine } from "../terminal";
import type { Writer } from "../terminal";
import type { Finding, Status } from "./findings";
import { thisMachine } from "./machine";
import type { Machine } from "./machine";
import { checkBuild, checkFolders, checkKernel, checkNode, checkPackages, checkPort } from "./needed";
import { checkChromium, checkEtcd, checkJupyter, checkKernelspec, checkNbclient, checkSandbox } from "./optional";

type Check = readonly [name: string, run: () => Finding | Promise<Finding>];

function checks(context: Context, machine: Machine): Check[] {
  const { root, environment } = context;
  return [
    ["Node", () => checkNode(machine)],
    ["packages", () => checkPackages(root, machine)],
    ["build", () => checkBuild(root, machine)],
    ["folder", () => checkFolders(root, machine)],
    ["port", () => checkPort(defaultPort, machine)],
    ["kernel", () => checkKernel(() => context.startKernel({ kernel: "course", root }))],
    ["Jupyter", () => checkJupyter(machine)],
    ["kernelspec", () => checkKernelspec(root, machine, environment)],
    ["nbclient", () => checkNbclient(machine)],
    ["Chromium", () => checkChromium(machine)],
    ["sandbox", () => checkSandbox(machine)],
    ["etcd", () => checkEtcd(machine)],
  ];
}

/** @returns the exit code: 1 when something that the course needs is missing */
export async function doctor(
  json: boolean,
  context: Context,
  machine = thisMachine(context.environment),
): Promise<number> {
  const status = new StatusLine(context.error);
  const findings: Finding[] = [];
  for (const [name, check] of checks(context, machine)) {
    status.show(`looking at ${name} …`);
    findings.push(await check());
  }
  status.clear();
  if (json) context.out.line(JSON.stringify(findings, null, 2));
  else for (const line of table(findings, context.out)) context.out.line(line);
  return findings.some((finding) => finding.status === "missing") ? exitCodes.failed : exitCodes.done;
}

const marks: Readonly<Record<Status, readonly [mark: string, style: "green" | "red" | "dim"]>> = {
  ok: ["✓", "green"],
  missing: ["✗", "red"],
  optional: ["–", "dim"],
};

function table(findings: readonly Finding[], writer: Writer): string[] {
  const rows = findings.map(({ name, status, detail }) => {
    const [mark, style] = marks[status];
    return [writer.style(style, mark), name, status === "ok" ? writer.style("dim", detail) : detail];
  });
  const lines = columns(rows).flatMap((line, index) => {
    const { remedy } = findings[index]!;
    return remedy === "" ? [line] : [line, `${" ".repeat(15)}${writer.style("cyan", `→ ${remedy}`)}`];
  });
  const lacking = findings.filter(({ status }) => status === "missing").map(({ name }) => name);
  const verdict =
    lacking.length === 0
      ? writer.style("green", "Everything that the course needs is here.")
      : writer.style("red", `The course needs what is marked ✗: ${lacking.join(", ")}.`);
  return [...lines, "", verdict, ...(findings.some(({ status }) => status === "optional") ? ["– is optional."] : [])];
}
