/**
 * A shop on top of Raft.
 *
 * Raft is given: it hands every server the same commands in the same order. Write what a server does with one, and say
 * when a leader may answer a read.
 *
 * `apply(machine, command)` changes the machine and returns what the client is told. `machine.values` holds the values
 * by key. A command is `{ client, serial, operation }`, and an operation
 * - `{ kind: "get", key }`: the value, or `null`;
 * - `{ kind: "put", key, value }`: replaces it, and the result is `null`;
 * - `{ kind: "append", key, value }`: adds text behind what is there; the result is `null`;
 * - `{ kind: "compareAndSet", key, expected, value }`: sets it if it was `expected`; the result says whether it did.
 *
 * The type knows more kinds (`read`, `write`, `delete`), which no client sends here: a `default` takes care of them.
 *
 * A client that hears nothing asks again, under the same serial number, so the log may hold a command twice. It must be
 * carried out once, and the second answer must be the first one. `machine.sessions` is there for that: `{ serial,
 * result }` for each client. A client's serial numbers rise, and it asks for one thing at a time.
 *
 * Try it: `npx distlab check 15-raft-log/raft-key-value`, or the button Check in the page.
 */
import type { Command, Data, Machine, ReadRule } from "distlab";

export function apply(machine: Machine, command: Command): Data {
  void [machine, command]; // Your answer goes here.
  return "not done yet";
}

/** "from its memory, at once", "when a majority has confirmed that it leads", or "through the log". */
export const reads: ReadRule = "from its memory, at once";
