/**
 * What a server does for clients.
 *
 * A write goes into the log, and its answer comes when it is committed. A read need not: but a leader that has been
 * deposed without knowing it would answer from the past. So it notes how far the log is committed (the *read index*),
 * asks a majority for a sign of life, and answers once it has come and the machine is that far: then it was still the
 * leader after the read began, and nothing later than the read index can have been committed before that. With a
 * lease (`lease.ts`) the sign of life has come before the read, and clocks say that it still counts.
 *
 * Source: Ongaro and Ousterhout 2014, section 8; Ongaro 2014, sections 6.3 and 6.4.
 */
import type { NodeId } from "../../protocol";
import { entryAt, lastIndex } from "../../structures/log";
import { isRead, readValue, sessionOf } from "./key-value";
import { holdsLease } from "./lease";
import { replicate } from "./replication";
import { answerReads, appendToLog, isAlone, save } from "./server";
import type { ClientRequest, RaftConfig, RaftOut, RaftState, ReadRequest } from "./vocabulary";

export function clientRequest(
  state: RaftState,
  request: ClientRequest,
  client: NodeId,
  out: RaftOut,
  config: RaftConfig,
): void {
  const { serial, operation } = request;
  const { leader } = state;
  if (state.role !== "leader") {
    return out.send(client, { kind: "ClientReply", serial, done: false, result: null, leader });
  }
  if (operation.kind !== "changeMembers" && config.reads !== "log" && isRead(operation)) {
    return config.rules.read(state, { ...request, operation }, client, out, config);
  }
  const session = sessionOf(state.machine, client);
  if (session?.serial === serial) {
    return out.send(client, { kind: "ClientReply", serial, done: true, result: session.result, leader });
  }
  // It is on its way, and its answer with it.
  if (isUnderWay(state, client, serial)) return;
  if (operation.kind === "changeMembers") {
    return config.rules.changeMembers(state, { ...request, operation }, client, out, config);
  }
  const command = Object.freeze({ client, serial, operation });
  appendToLog(state, [Object.freeze({ term: state.currentTerm, command })]);
  save(state, out);
  replicate(state, out, config);
  if (isAlone(state)) config.rules.advanceCommit(state, out, config);
}

function isUnderWay(state: RaftState, client: NodeId, serial: number): boolean {
  for (let index = lastIndex(state.log); index > state.commitIndex; index--) {
    const command = entryAt(state.log, index)?.command;
    if (command?.client === client && command.serial === serial) return true;
  }
  return false;
}

export function read(state: RaftState, request: ReadRequest, client: NodeId, out: RaftOut, config: RaftConfig): void {
  const { serial, operation } = request;
  if (config.reads === "lease" && holdsLease(state, out)) {
    const result = readValue(state.machine, operation.key);
    return out.send(client, { kind: "ClientReply", serial, done: true, result, leader: state.self });
  }
  // A new leader holds all that is committed, but learns how much that is only with its own first entry.
  const index = Math.max(state.commitIndex, state.termStart);
  state.round += 1;
  state.reads.push({ client, serial, operation, index, round: state.round });
  replicate(state, out, config);
  answerReads(state, out);
}
