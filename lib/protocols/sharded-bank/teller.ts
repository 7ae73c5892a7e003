/**
 * A teller: it carries out customers' wishes, one after the other, by asking the shards' leaders.
 *
 * It is the coordinator of its transfers, and may crash like anybody else. What it leaves locked is freed by itself
 * when it is back, or before that by whoever finds a lock in the way: both have the transfer's record decided as an
 * abort, unless it says something else already, and finish the account with what it says.
 */
import type { Data, NodeId, Protocol } from "../../protocol";
import { hash32 } from "../../structures/hash";
import type { Outcome } from "../atomic-commitment";
import type { ClientReply } from "../raft/vocabulary";
import type { Account, AccountLock } from "./shard";
import type { TransferStep } from "./transfer";
import type { Asked, Obstacle, Purpose, TellerConfig, TellerOut, TellerSaved, TellerState } from "./vocabulary";
import type { TellerMessage, TellerTimer } from "./vocabulary";

/** What a teller is, for hosts. */
export type Teller = Protocol<TellerState, TellerMessage, TellerTimer, TellerSaved>;

/** A teller of this bank. */
export function teller(config: TellerConfig): Teller {
  return {
    name: "teller",
    start: (self, saved, out) => boot(self, saved, out, config),
    onMessage(state, message, from, out) {
      if (message.kind === "ClientReply") hear(state, message, from, out, config);
    },
    onTimer(state, timer, out) {
      if (timer === "next") begin(state, out, config);
      else if (timer === "patience") proceed(state, out, config);
      else retry(state, out, config);
    },
    view: ({ operation, answered, asked }) => ({
      role: "client",
      fields: { operation, answered, asks: asked === null ? "" : asked.purpose },
    }),
  };
}

/** The slot that an account is in. */
export function slotOf(account: string, slots: number): number {
  return hash32(account) % slots;
}

/** A teller that was interrupted does not know how its last operation ended: it tidies up, and leaves it open. */
function boot(self: NodeId, saved: TellerSaved | null, out: TellerOut, config: TellerConfig): TellerState {
  const { serial, operation, transfer } = saved ?? { serial: 0, operation: 0, transfer: null };
  const obstacles: Obstacle[] = [];
  if (transfer !== null) {
    const { transaction, from, to, amount } = transfer;
    const left = { transaction, home: from };
    obstacles.push({ account: from, lock: { ...left, amount: -amount }, outcome: null });
    obstacles.push({ account: to, lock: { ...left, amount }, outcome: null });
  }
  const state: TellerState = {
    role: "teller",
    self,
    serial,
    operation,
    isBusy: false,
    answered: 0,
    table: config.table,
    transfer: null,
    obstacles,
    asked: null,
  };
  if (obstacles.length > 0) proceed(state, out, config);
  else pause(state, out, config);
  return state;
}

function pause(state: TellerState, out: TellerOut, config: TellerConfig): void {
  state.isBusy = false;
  state.transfer = null;
  if (state.operation < config.operations.length) out.setTimer("next", config.pauseMs);
}

function begin(state: TellerState, out: TellerOut, config: TellerConfig): void {
  state.operation += 1;
  state.isBusy = true;
  out.invoke(config.operations[state.operation - 1]!);
  beginTransfer(state, config);
  proceed(state, out, config);
}

/** A name for the transaction that was never used before: the next serial number is in it. */
function beginTransfer(state: TellerState, config: TellerConfig): void {
  const operation = config.operations[state.operation - 1]!;
  if (operation.kind !== "transfer") return;
  const { from, to, amount } = operation;
  state.transfer = {
    transaction: `${state.self}.${state.serial + 1}`,
    from,
    to,
    amount,
    fromLock: null,
    toLock: null,
    outcome: null,
    fromFinished: false,
    toFinished: false,
  };
}

/** What is in the way first, then what is next. */
function proceed(state: TellerState, out: TellerOut, config: TellerConfig): void {
  const [obstacle] = state.obstacles;
  if (obstacle !== undefined) return clear(state, obstacle, out, config);
  if (!state.isBusy) return pause(state, out, config);
  const operation = config.operations[state.operation - 1]!;
  if (operation.kind === "get") return ask(state, "read", { kind: "get", key: operation.key }, out, config);
  act(state, config.rules.nextStep({ ...state.transfer! }), out, config);
}

function clear(state: TellerState, { account, lock, outcome }: Obstacle, out: TellerOut, config: TellerConfig): void {
  const { transaction, home } = lock;
  const known = outcome ?? config.rules.presume(lock);
  if (known === null) {
    const procedure = { kind: "decide" as const, transaction, outcome: "abort" as const };
    return ask(state, "learn outcome", { kind: "call", key: home, procedure }, out, config);
  }
  const procedure = { kind: "finish" as const, transaction, outcome: known };
  ask(state, "clear away", { kind: "call", key: account, procedure }, out, config);
}

function act(state: TellerState, step: TransferStep, out: TellerOut, config: TellerConfig): void {
  const { transaction, from, to, amount, outcome } = state.transfer!;
  const call = (purpose: Purpose, key: string, procedure: Data): void =>
    ask(state, purpose, { kind: "call", key, procedure }, out, config);
  const isFrom = step.do === "lock from" || step.do === "finish from";
  const account = isFrom ? from : to;
  switch (step.do) {
    case "lock from":
    case "lock to": {
      const lock: AccountLock = { transaction, home: from, amount: isFrom ? -amount : amount };
      return call(step.do, account, { kind: "lock", lock });
    }
    case "decide":
      return call("decide", from, { kind: "decide", transaction, outcome: step.outcome });
    case "finish from":
    case "finish to":
      return call(step.do, account, { kind: "finish", transaction, outcome: outcome ?? "commit" });
    case "answer":
      return answer(state, step.done, out, config);
    case "begin again":
      beginTransfer(state, config);
      return proceed(state, out, config);
  }
}

function answer(state: TellerState, result: Data, out: TellerOut, config: TellerConfig): void {
  out.complete(result);
  state.answered += 1;
  pause(state, out, config);
}

/** Asks under a new number, which is saved first: one that is used twice would be taken for a repetition. */
function ask(
  state: TellerState,
  purpose: Purpose,
  operation: Asked["operation"],
  out: TellerOut,
  config: TellerConfig,
): void {
  state.serial += 1;
  state.asked = { purpose, operation };
  const { serial, transfer } = state;
  const [first] = state.obstacles;
  const left = transfer ?? (state.isBusy || first === undefined ? null : leftOver(state.obstacles));
  out.save({ serial, operation: state.operation, transfer: left });
  send(state, out, config);
}

/** A transfer that is being tidied up after a crash, for the next crash. */
function leftOver([first, second]: readonly Obstacle[]): TellerSaved["transfer"] {
  const { transaction, home, amount } = first!.lock;
  return { transaction, from: home, to: (second ?? first)!.account, amount: Math.abs(amount) };
}

function send(state: TellerState, out: TellerOut, config: TellerConfig): void {
  const { operation } = state.asked!;
  const slot = slotOf(operation.key, state.table.slots.length);
  const server = config.rules.serverFor(state.table, slot);
  out.send(server, { kind: "ClientRequest", serial: state.serial, operation });
  out.setTimer("retry", [config.timeoutMs, config.timeoutMs]);
}

function retry(state: TellerState, out: TellerOut, config: TellerConfig): void {
  if (state.asked === null) return;
  const slot = slotOf(state.asked.operation.key, state.table.slots.length);
  state.table = config.rules.afterSilence(state.table, config.rules.serverFor(state.table, slot));
  send(state, out, config);
}

function hear(state: TellerState, reply: ClientReply, from: NodeId, out: TellerOut, config: TellerConfig): void {
  if (state.asked === null || reply.serial !== state.serial) return;
  if (!reply.done) {
    const slot = slotOf(state.asked.operation.key, state.table.slots.length);
    const before = config.rules.serverFor(state.table, slot);
    state.table = config.rules.afterRefusal(state.table, from, reply.leader);
    if (config.rules.serverFor(state.table, slot) !== before) send(state, out, config);
    return;
  }
  const { purpose, operation } = state.asked;
  state.asked = null;
  out.cancelTimer("retry");
  note(state, purpose, operation.key, reply.result, out, config);
}

/** Takes down what was answered, and goes on. */
function note(
  state: TellerState,
  purpose: Purpose,
  account: string,
  result: Data,
  out: TellerOut,
  config: TellerConfig,
): void {
  const { transfer } = state;
  switch (purpose) {
    case "read":
      return read(state, account, result as Account | null, out, config);
    case "lock from":
    case "lock to": {
      if (typeof result === "object") return wait(state, account, result as AccountLock, out, config);
      transfer![purpose === "lock from" ? "fromLock" : "toLock"] = result as "granted" | "too little";
      break;
    }
    case "decide":
      transfer!.outcome = result as Outcome;
      break;
    case "finish from":
      transfer!.fromFinished = true;
      break;
    case "finish to":
      transfer!.toFinished = true;
      break;
    case "learn outcome":
      state.obstacles[0]!.outcome = result as Outcome;
      break;
    case "clear away":
      state.obstacles.shift();
      break;
  }
  proceed(state, out, config);
}

function read(state: TellerState, account: string, found: Account | null, out: TellerOut, config: TellerConfig): void {
  const { balance, lock } = found ?? { balance: config.opening, lock: null };
  const result = config.rules.read({ balance, lock });
  if (result === null && lock !== null) wait(state, account, lock, out, config);
  else answer(state, result, out, config);
}

/** Somebody's lock is in the way. He may be about to finish; after some time, do it for him. */
function wait(state: TellerState, account: string, lock: AccountLock, out: TellerOut, config: TellerConfig): void {
  state.obstacles.push({ account, lock, outcome: null });
  out.setTimer("patience", config.patienceMs);
}
