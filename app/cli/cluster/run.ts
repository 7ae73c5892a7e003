/** Runs `distlab cluster`: a cluster from its start to its end, with whatever is typed or read in between. */
import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { player, traceFileText } from "distlab";
import type { Traced } from "distlab";
import { Cluster } from "../../cluster/cluster";
import type { ClusterProtocol } from "../../cluster/catalogue";
import { removeRun, runFolder } from "../../cluster/folders";
import { judge, judgementText } from "../../cluster/verdict";
import type { ClusterFlags } from "../commands/cluster";
import type { Context } from "../context";
import { CommandError, exitCodes, UsageError } from "../errors";
import { parseScript, Session } from "./session";
import { typedLines } from "./typed";

/** Longer runs are drawn only in part: every step of a player carries the states that it changed. */
const drawnEventsMax = 20_000;

/** So many of them are in the diagram. */
const diagramEventsMax = 1000;

/** @param entry the program that each process runs */
export async function runCluster(
  protocol: ClusterProtocol,
  flags: ClusterFlags,
  context: Context,
  entry: string,
): Promise<number> {
  const lines = await scriptOf(flags, context);
  const script = lines && parseScript(lines);
  const folder = runFolder(context.root, protocol.name);
  let session: Session | undefined;
  let interrupted = false;
  const news: string[] = [];
  const release = context.onInterrupt(() => {
    interrupted = true;
    session?.interrupt();
  });
  try {
    const cluster = await Cluster.start({
      protocol: protocol.name,
      nodes: flags.nodes ?? protocol.nodesDefault,
      folder,
      entry,
      groupCommit: flags.fsync === "batched",
      onNews: (text) => {
        news.push(text);
        session?.tell(text);
      },
    });
    session = new Session(cluster, context, flags.json === true);
    if (interrupted) session.interrupt();
    await (script === undefined ? typedLines(session, context) : session.runAll(script));
    await cluster.end(!interrupted);
    if (interrupted) return exitCodes.interrupted;
    return await conclude(cluster, flags, context, news);
  } finally {
    await session?.cluster.end(false);
    release();
    if (flags.keep) context.error.line(`the processes' files are in ${folder}`);
    else await removeRun(folder);
  }
}

/** The lines of the script; undefined where a person types. */
async function scriptOf({ script }: ClusterFlags, context: Context): Promise<readonly string[] | undefined> {
  if (script === undefined && process.stdin.isTTY === true && context.out.isTerminal) return undefined;
  if (script === undefined || script === "-") {
    const chunks: Buffer[] = [];
    for await (const chunk of process.stdin) chunks.push(chunk as Buffer);
    return Buffer.concat(chunks).toString("utf8").split("\n");
  }
  try {
    return (await readFile(resolve(context.cwd, script), "utf8")).split("\n");
  } catch (error) {
    throw new UsageError(`--script ${script} cannot be read: ${(error as Error).message}`);
  }
}

async function conclude(
  cluster: Cluster,
  flags: ClusterFlags,
  context: Context,
  failures: readonly string[],
): Promise<number> {
  const run = await cluster.merged();
  const judgement = cluster.load === undefined ? undefined : judge(run.trace);
  if (flags.trace !== undefined) await writeTrace(run, resolve(context.cwd, flags.trace), context);
  if (flags.json) {
    const { verdict, acknowledged, open, lost, holds } = judgement ?? {};
    const events = run.trace.events.length;
    context.out.line(
      JSON.stringify({ events, failures, holds, verdict: verdict?.verdict, acknowledged, open, lost }, null, 2),
    );
  } else {
    context.out.line(`${run.trace.events.length} events in one trace`);
    if (judgement !== undefined) context.out.line(judgementText(judgement));
  }
  const wrong = failures.length > 0 || (judgement !== undefined && judgement.verdict.verdict === "violation");
  return wrong || judgement?.lost.length ? exitCodes.failed : exitCodes.done;
}

async function writeTrace(run: Traced, path: string, context: Context): Promise<void> {
  const { nodes, events } = run.trace;
  const drawn = events.slice(0, drawnEventsMax);
  const html = player(
    { ...run, trace: { ...run.trace, events: drawn } },
    { maxEvents: diagramEventsMax },
  ).toMimeBundle()["text/html"];
  const page = `<!doctype html><meta charset="utf-8"><title>${run.trace.origin}</title>${String(html)}\n`;
  try {
    await writeFile(path, traceFileText({ process: "all", nodes, events }));
    await writeFile(`${path}.html`, page);
  } catch (error) {
    throw new CommandError(`the trace cannot be written: ${(error as Error).message}`);
  }
  const part = drawn.length < events.length ? `, of which the player shows the first ${drawn.length}` : "";
  context.error.line(`${path}: ${events.length} events${part}; ${path}.html plays them`);
}
