/** What Multi-Paxos promises: one entry a slot, and the same machine wherever as much of the log has been applied. */
import { canonical, sameData } from "../../data";
import { always, canAlwaysReach, sometimes } from "../../protocol";
import type { Data, NodeId, Property, World } from "../../protocol";
import type { MultiPaxosState, SlotEntry } from "./vocabulary";

/** The servers that are up; clients have states of another shape. */
function servers(world: World<MultiPaxosState>): { node: NodeId; state: MultiPaxosState }[] {
  return world.nodes.flatMap((node) => {
    const state = world.state(node);
    return state === null || state.chosen === undefined ? [] : [{ node, state }];
  });
}

/** Field by field, since equal fields are soon seen to be equal: this is asked of every slot after every event. */
function sameEntry(one: SlotEntry, other: SlotEntry): boolean {
  if (one === null || other === null) return one === other;
  if (one.client !== other.client || one.serial !== other.serial) return false;
  const [left, right]: readonly { readonly [field: string]: Data }[] = [one.operation, other.operation];
  const fields = Object.keys(left!);
  return fields.length === Object.keys(right!).length && fields.every((field) => sameData(left![field], right![field]));
}

/** Paxos in every slot. */
export const slotAgreement: Property = always<MultiPaxosState>("at most one entry is chosen in a slot", (world) => {
  const first: { [slot: string]: NodeId } = {};
  for (const { node, state } of servers(world)) {
    for (const [slot, { entry }] of Object.entries(state.chosen)) {
      const other = (first[slot] ??= node);
      if (!sameEntry(world.state(other)!.chosen[slot]!.entry, entry)) {
        return `in slot ${slot} ${other} and ${node} have chosen differently`;
      }
    }
  }
  return true;
});

/** State machine replication: who has applied as much has come to the same. */
export const sameMachine: Property = always<MultiPaxosState>("equal logs make equal machines", (world) => {
  const first: { [applied: number]: NodeId } = {};
  for (const { node, state } of servers(world)) {
    const other = (first[state.applied] ??= node);
    if (other !== node && canonical(world.state(other)!.machine) !== canonical(state.machine)) {
      return `${other} and ${node} have applied ${state.applied} slots, and hold different machines`;
    }
  }
  return true;
});

export const commandIsApplied: Property = sometimes<MultiPaxosState>("a command is applied", (world) =>
  servers(world).some(({ state }) => Object.keys(state.machine.sessions).length > 0),
);

export const progressIsPossible: Property = canAlwaysReach<MultiPaxosState>("somebody can still lead", (world) =>
  servers(world).some(({ state }) => state.role === "leader"),
);
