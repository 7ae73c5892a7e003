/** One process of a cluster: opens a host as it is told, and ends when whoever started it is gone. */
import { RealHost } from "distlab";
import type { AnyProtocol, NodeId } from "distlab";
import { protocolNamed } from "./catalogue";
import type { FromProcess, ProcessSpec, ToProcess } from "./control";
import { clientNames, operationsOf } from "./operations";

let host: RealHost | undefined;

function tell(message: FromProcess): void {
  if (process.connected) process.send!(message);
}

function nodesOf({ protocol, servers, part }: ProcessSpec): { readonly [node: NodeId]: AnyProtocol } {
  const entry = protocolNamed(protocol);
  const all = entry.servers(servers);
  if (part.kind === "server") return { [part.node]: all[part.node]! };
  const client = entry.client!;
  if (part.kind === "reader") {
    const operations = part.keys.map((key) => ({ kind: "get" as const, key }));
    return { [part.node]: client(Object.keys(all), operations, [0, 0]) };
  }
  const { load } = part;
  return Object.fromEntries(
    clientNames(load.clients).map((name) => [name, client(Object.keys(all), operationsOf(name, load), load.pauseMs)]),
  );
}

async function open(spec: ProcessSpec): Promise<void> {
  host = await RealHost.open({
    ...spec,
    nodes: nodesOf(spec),
    onFailure: fail,
    onRefusal: (why) => tell({ kind: "refused", why }),
  });
  tell({ kind: "listens", address: await host.listen() });
}

function fail(error: unknown): void {
  process.exitCode = 1;
  tell({ kind: "failed", message: error instanceof Error ? error.message : String(error) });
  // The channel is emptied first.
  if (process.connected) process.disconnect();
}

async function stop(): Promise<void> {
  await host?.stop();
  tell({ kind: "stopped" });
  process.disconnect();
}

async function obey(message: ToProcess): Promise<void> {
  switch (message.kind) {
    case "open":
      return open(message.spec);
    case "route":
      return host!.route(message.directory);
    case "start":
      return host!.start();
    case "cut":
      return host!.cut(message.links);
    case "slow":
      return host!.slow(message.node, message.delayMs);
    case "status":
      return tell({ kind: "status", status: host!.status() });
    case "stop":
      return stop();
  }
}

process.on("message", (message: ToProcess) => {
  obey(message).catch(fail);
});
process.on("uncaughtException", fail);
// Ctrl-C goes to every process of the terminal; the one that started this one decides what ends.
process.on("SIGINT", () => undefined);
process.on("disconnect", () => process.exit());
