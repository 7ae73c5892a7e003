/**
 * What a reloaded page missed: the server remembers the runs of a kernel, so a cell that was running goes on being
 * shown as running, and output that came while nobody looked appears under its cell.
 */
import type { ChapterKernel, Said } from "../client/kernel";
import * as course from "../client/course";
import { isObject } from "../model/notebook";
import type { ChapterDocument } from "./document";
import type { Runner } from "./runner";

interface Parsed {
  readonly id: string;
  readonly type: string;
  readonly content: unknown;
  readonly date: string;
}

function parse(message: unknown): Parsed | null {
  if (!isObject(message) || !isObject(message["header"])) return null;
  const { msg_id: id, msg_type: type, date } = message["header"];
  return { id: String(id), type: String(type), content: message["content"], date: String(date ?? "") };
}

/** Of what a kernel says of itself, only that it is idle again matters: the run has ended. */
function saysBusy({ type, content }: Said): boolean {
  return type === "status" && !(isObject(content) && content["execution_state"] === "idle");
}

/** `lastModified`: when the notebook was saved; what ended before is in it. */
export async function recoverRuns(
  kernel: ChapterKernel,
  runner: Runner,
  lastModified: string,
  document: ChapterDocument,
): Promise<void> {
  const id = kernel.id;
  if (id === null) return;
  // Whoever first asks what there was and then begins to listen misses what is said in between.
  const heard: Said[] = [];
  let hear = (said: Said): void => void heard.push(said);
  await kernel.listen((said) => hear(said));
  const known = await course.executions(id).catch(() => []);
  const running = new Map<string, string>();
  const told = new Set<string>();
  for (const execution of known) {
    const { cellId } = execution;
    if (cellId === null || document.cell(cellId) === undefined) continue;
    if (runner.runs.peek().has(cellId)) continue;
    const messages = execution.messages.map((message) => parse(message)).filter((message) => message !== null);
    const last = messages.at(-1)?.date ?? execution.startedAt;
    if (execution.state === "done" && Date.parse(last) <= Date.parse(lastModified)) continue;
    runner.adopt(cellId, messages, execution.state === "running");
    if (execution.state === "running") running.set(execution.messageId, cellId);
    for (const message of messages) told.add(message.id);
  }
  hear = (said) => {
    const cellId = running.get(said.request);
    if (cellId === undefined || told.has(said.id) || saysBusy(said)) return;
    runner.adopted(cellId, said);
  };
  for (const said of heard) hear(said);
}
