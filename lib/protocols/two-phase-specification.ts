/**
 * Two-phase commit as Gray and Lamport specify it: who may do what, and nothing of when or why.
 *
 * A transaction manager (TM) and a number of resource managers (RMs) must agree on whether a transaction commits. An RM
 * that works may prepare, or may abort by itself. The TM may commit once it has heard from every RM that it is
 * prepared; it may abort at any moment before. Messages stay for ever once they have been sent, so that a message that
 * comes twice, late or not at all needs no mention.
 *
 * The specification is here twice: as a plain model, which is how it was published, and as a protocol for the network
 * that never forgets (`network: "persistent"`). Both have 288 states for 3 RMs, 8,832 for 5 and 296,448 for 7, which
 * are TLC's counts too. What it leaves out (timeouts, crashes, what is saved) is in `two-phase-commit.ts`.
 *
 * Source: Gray and Lamport, "Consensus on transaction commit", ACM TODS 31(1), 2006, section 3 and the module
 * TwoPhase of its appendix.
 */
import { always, sometimes } from "../protocol";
import type { Contract, NodeId, Out, Property, Protocol, World } from "../protocol";

/** An RM is prepared; the TM's answers. */
export type Prepared = { kind: "Prepared" };
export type Commit = { kind: "Commit" };
export type Abort = { kind: "Abort" };
export type SpecificationMessage = Prepared | Commit | Abort;

/** What a node may do of its own accord. Timers stand for it: in asynchronous time they may fire at any moment. */
export type SpontaneousAction = "prepare" | "commit" | "abort";

export type ResourceManagerPhase = "working" | "prepared" | "committed" | "aborted";

export type ResourceManagerState = { role: "resource manager"; phase: ResourceManagerPhase };
export type TransactionManagerState = {
  role: "transaction manager";
  phase: "init" | "committed" | "aborted";
  /** The RMs that are known to be prepared: a set, so that its order cannot matter. */
  prepared: { [resourceManager: NodeId]: true };
};
/** One state of the specification. */
export type SpecificationState = ResourceManagerState | TransactionManagerState;

type SpecificationOut = Out<SpecificationMessage, SpontaneousAction>;
export type TwoPhaseSpecification = Protocol<SpecificationState, SpecificationMessage, SpontaneousAction>;

/** The name of the transaction manager. */
export const transactionManager: NodeId = "TM";

/** The names of the resource managers: `R1`, `R2`, … */
export function resourceManagers(count: number): readonly NodeId[] {
  if (!Number.isInteger(count) || count < 1) {
    throw new RangeError(`resourceManagers is ${count}; allowed is a whole number, 1 or more`);
  }
  return Array.from({ length: count }, (_, index) => `R${index + 1}`);
}

/**
 * The specification as a protocol. Explore it with `network: "persistent"`; the resource managers are interchangeable
 * (`symmetry: [resourceManagers(n)]`).
 * @throws RangeError if the number of resource managers is not a whole number, 1 or more
 */
export function twoPhaseSpecification(options: { readonly resourceManagers: number }): TwoPhaseSpecification {
  const resources = resourceManagers(options.resourceManagers);

  function manage(state: TransactionManagerState, from: NodeId, out: SpecificationOut): void {
    if (state.phase !== "init") return;
    state.prepared[from] = true;
    if (resources.every((resource) => state.prepared[resource])) out.setTimer("commit", [0, 0]);
  }

  function obey(state: ResourceManagerState, order: Commit | Abort, out: SpecificationOut): void {
    state.phase = order.kind === "Commit" ? "committed" : "aborted";
    out.cancelTimer("prepare");
    out.cancelTimer("abort");
  }

  function decide(state: TransactionManagerState, kind: "Commit" | "Abort", out: SpecificationOut): void {
    state.phase = kind === "Commit" ? "committed" : "aborted";
    out.cancelTimer("commit");
    out.cancelTimer("abort");
    for (const resource of resources) out.send(resource, { kind });
  }

  function act(state: ResourceManagerState, action: SpontaneousAction, out: SpecificationOut): void {
    state.phase = action === "prepare" ? "prepared" : "aborted";
    out.cancelTimer("prepare");
    out.cancelTimer("abort");
    if (action === "prepare") out.send(transactionManager, { kind: "Prepared" });
  }

  return {
    name: "two-phase-specification",
    members: [transactionManager, ...resources],
    start(self, _saved, out) {
      out.setTimer("abort", [0, 0]);
      if (self === transactionManager) return { role: "transaction manager", phase: "init", prepared: {} };
      out.setTimer("prepare", [0, 0]);
      return { role: "resource manager", phase: "working" };
    },
    onMessage(state, message, from, out) {
      if (state.role === "transaction manager") manage(state, from, out);
      else if (message.kind !== "Prepared") obey(state, message, out);
    },
    onTimer(state, action, out) {
      if (state.role === "resource manager") act(state, action, out);
      else decide(state, action === "commit" ? "Commit" : "Abort", out);
    },
    view: (state) => ({
      role: state.role,
      fields: { phase: state.phase },
      ...(state.phase === "committed" || state.phase === "aborted" ? { decided: state.phase } : {}),
    }),
    contract,
  };
}

function phases(world: World<SpecificationState>): readonly string[] {
  return world.nodes.map((node) => world.state(node)?.phase ?? "down");
}

/** TCConsistent of the module TCommit. */
export const consistent: Property = always<SpecificationState>("no node commits while another aborts", (world) => {
  let [committed, aborted] = [false, false];
  for (const node of world.nodes) {
    const phase = world.state(node)?.phase;
    if (phase === "committed") committed = true;
    else if (phase === "aborted") aborted = true;
  }
  return !(committed && aborted);
});

/** Without it, a specification in which everybody aborts would pass. */
export const commitIsPossible: Property = sometimes<SpecificationState>("everybody commits", (world) =>
  phases(world).every((phase) => phase === "committed"),
);

const contract: Contract = {
  time: "asynchronous",
  failures: "none",
  links: { loss: true, duplication: true, reordering: true },
  safety: [consistent, commitIsPossible],
  liveness: [],
  source: "Gray and Lamport 2006, section 3",
};

/** The plain model's state, with the names of TwoPhase's variables. `true` marks what is in a set. */
export type TwoPhaseModelState = {
  readonly rmState: { readonly [resource: NodeId]: ResourceManagerPhase };
  readonly tmState: "init" | "committed" | "aborted";
  readonly tmPrepared: { readonly [resource: NodeId]: true };
  /** Prepared messages by sender, and the two that the TM may send to all. */
  readonly prepared: { readonly [resource: NodeId]: true };
  readonly order: "none" | "commit" | "abort";
};

/** One step of the plain model: what it is called, and where it leads. */
export interface TwoPhaseStep {
  readonly action: string;
  readonly state: TwoPhaseModelState;
}

/** The specification as a plain model, action by action as in the module TwoPhase. */
export function twoPhaseModel(options: { readonly resourceManagers: number }): {
  readonly name: string;
  readonly initial: readonly TwoPhaseModelState[];
  next(state: TwoPhaseModelState): readonly TwoPhaseStep[];
} {
  const resources = resourceManagers(options.resourceManagers);
  const working = Object.fromEntries(resources.map((resource) => [resource, "working" as const]));
  return {
    name: "TwoPhase",
    initial: [{ rmState: working, tmState: "init", tmPrepared: {}, prepared: {}, order: "none" }],
    next(state) {
      const steps: TwoPhaseStep[] = managerSteps(state, resources.length);
      for (const resource of resources) resourceSteps(state, resource, steps);
      return steps;
    },
  };
}

function managerSteps(state: TwoPhaseModelState, resources: number): TwoPhaseStep[] {
  if (state.tmState !== "init") return [];
  const steps: TwoPhaseStep[] = [{ action: "TMAbort", state: { ...state, tmState: "aborted", order: "abort" } }];
  if (Object.keys(state.tmPrepared).length === resources) {
    steps.push({ action: "TMCommit", state: { ...state, tmState: "committed", order: "commit" } });
  }
  return steps;
}

function resourceSteps(state: TwoPhaseModelState, resource: NodeId, steps: TwoPhaseStep[]): void {
  const become = (phase: ResourceManagerPhase): TwoPhaseModelState["rmState"] => ({
    ...state.rmState,
    [resource]: phase,
  });
  if (state.tmState === "init" && state.prepared[resource]) {
    const tmPrepared = { ...state.tmPrepared, [resource]: true as const };
    steps.push({ action: `TMRcvPrepared(${resource})`, state: { ...state, tmPrepared } });
  }
  if (state.rmState[resource] === "working") {
    const prepared = { ...state.prepared, [resource]: true as const };
    steps.push({ action: `RMPrepare(${resource})`, state: { ...state, rmState: become("prepared"), prepared } });
    steps.push({ action: `RMChooseToAbort(${resource})`, state: { ...state, rmState: become("aborted") } });
  }
  if (state.order === "commit") {
    steps.push({ action: `RMRcvCommitMsg(${resource})`, state: { ...state, rmState: become("committed") } });
  }
  if (state.order === "abort") {
    steps.push({ action: `RMRcvAbortMsg(${resource})`, state: { ...state, rmState: become("aborted") } });
  }
}
