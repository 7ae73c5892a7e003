// Jupyter's own client library as the other side of the server's tests, and what it hears in short.
import { KernelManager, ServerConnection, SessionManager } from "@jupyterlab/services";
import type { Kernel, KernelMessage } from "@jupyterlab/services";
import type { CourseServer } from "../../../app/server/main";

export function settingsFor(server: CourseServer): ServerConnection.ISettings {
  return ServerConnection.makeSettings({ baseUrl: `http://127.0.0.1:${server.port}/`, token: server.token });
}

export interface Run {
  readonly status: string;
  /** "stdout: text", "result: text", "error: name: value". */
  readonly shown: readonly string[];
}

function shownText(message: KernelMessage.IIOPubMessage): string[] {
  const content = message.content as Record<string, unknown>;
  switch (message.header.msg_type) {
    case "stream":
      return [`${String(content["name"])}: ${String(content["text"])}`];
    case "execute_result":
      return [`result: ${String((content["data"] as Record<string, unknown>)["text/plain"])}`];
    case "error":
      return [`error: ${String(content["ename"])}: ${String(content["evalue"])}`];
    default:
      return [];
  }
}

/** Runs code and waits for its reply and its last output. */
export async function run(kernel: Kernel.IKernelConnection, code: string): Promise<Run> {
  const shown: string[] = [];
  const future = kernel.requestExecute({ code });
  future.onIOPub = (message) => void shown.push(...shownText(message));
  const reply = await future.done;
  return { status: reply.content.status, shown };
}

/** All that is printed on a connection, whoever asked for it. */
export function overhear(kernel: Kernel.IKernelConnection): string[] {
  const shown: string[] = [];
  kernel.iopubMessage.connect((_sender, message) => void shown.push(...shownText(message)));
  return shown;
}

export interface Client {
  readonly settings: ServerConnection.ISettings;
  readonly kernels: KernelManager;
  readonly sessions: SessionManager;
  dispose(): void;
}

export async function connectClient(server: CourseServer): Promise<Client> {
  const settings = settingsFor(server);
  const kernels = new KernelManager({ serverSettings: settings });
  const sessions = new SessionManager({ serverSettings: settings, kernelManager: kernels });
  await sessions.ready;
  const dispose = (): void => {
    sessions.dispose();
    kernels.dispose();
  };
  return { settings, kernels, sessions, dispose };
}

export const soon = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 10));

/** Waits until `condition` holds; a test's own time limit is the limit. */
export async function until(condition: () => boolean): Promise<void> {
  while (!condition()) await soon();
}

export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}
