/**
 * The state machine: a key-value store with a session for each client.
 *
 * The log may hold a command twice, because a client that hears nothing asks again. So the machine remembers, for each
 * client, the last serial number that it has carried out and what came of it. That memory is part of the machine: it
 * changes with the same entries, on every server alike, and goes into snapshots.
 *
 * Source: Ongaro and Ousterhout 2014, section 8; Ongaro, "Consensus: bridging theory and practice", 2014, section 6.3.
 * Simplified: a client's name is its session, and sessions are never forgotten.
 */
import { sameData } from "../../data";
import type { Data, NodeId } from "../../protocol";

/** The shapes of the history's key-value model. Keys and values are the caller's. */
export type KeyValueOperation =
  | { readonly kind: "get" | "read" | "delete"; readonly key: string }
  | { readonly kind: "put" | "write"; readonly key: string; readonly value: Data }
  | { readonly kind: "append"; readonly key: string; readonly value: string }
  | { readonly kind: "compareAndSet"; readonly key: string; readonly expected: Data; readonly value: Data }
  | ProcedureCall;

/** An operation that only a state machine of one's own (`RaftHandlers.apply`) knows; this one answers null. */
export type ProcedureCall = { readonly kind: "call"; readonly key: string; readonly procedure: Data };

/** What an entry of the log asks for, and for whom. A client's serial numbers rise. */
export type Command = { readonly client: NodeId; readonly serial: number; readonly operation: KeyValueOperation };

/** What a client asked for last, and what came of it. */
export type Session = { readonly serial: number; readonly result: Data };

/** What every server holds alike: the values, and each client's session. */
export type Machine = { values: { [key: string]: Data }; sessions: { [client: NodeId]: Session } };

/** The machine before its first command. */
export function emptyMachine(): Machine {
  return { values: {}, sessions: {} };
}

export function isRead(operation: KeyValueOperation): boolean {
  return operation.kind === "get" || operation.kind === "read";
}

/** The value of a key; null where there is none. */
export function readValue(machine: Machine, key: string): Data {
  return Object.hasOwn(machine.values, key) ? machine.values[key]! : null;
}

export function sessionOf(machine: Machine, client: NodeId): Session | undefined {
  return Object.hasOwn(machine.sessions, client) ? machine.sessions[client] : undefined;
}

/** Carries out a command that has not been carried out yet; repeats the answer of one that has. */
export function applyCommand(
  machine: Machine,
  command: Command,
  out: { guard(name: string, condition: boolean): boolean },
): Data {
  const { client, serial, operation } = command;
  const session = sessionOf(machine, client);
  const isNew = out.guard("carries out a command once", session === undefined || session.serial < serial);
  if (!isNew) return session?.serial === serial ? session.result : null;
  const result = change(machine, operation);
  machine.sessions[client] = { serial, result };
  return result;
}

function change(machine: Machine, operation: KeyValueOperation): Data {
  const { key } = operation;
  const current = readValue(machine, key);
  switch (operation.kind) {
    case "get":
    case "read":
      return current;
    case "put":
    case "write":
      machine.values[key] = operation.value;
      return null;
    case "delete":
      machine.values[key] = null;
      return null;
    case "append":
      machine.values[key] = `${current === null ? "" : String(current)}${operation.value}`;
      return null;
    case "compareAndSet": {
      const same = sameData(current, operation.expected);
      if (same) machine.values[key] = operation.value;
      return same;
    }
    case "call":
      return null;
  }
}
