/**
 * Changing the members, one server at a time.
 *
 * The members stand in the log like everything else, and a server goes by the latest that its log holds, committed or
 * not. Servers therefore change over at different moments, and for a while some count majorities of the old members
 * and some of the new. If these differ by one server, every majority of the old shares a server with every majority of
 * the new, and nothing can be decided twice. That argument takes two rules. One change at a time: the next begins when
 * the last is committed. And a leader commits an entry of its own term first: without it, two leaders could each begin
 * from the same old members, in different directions, and the majorities of the two need not meet. The dissertation
 * lacked this second rule when it was published.
 *
 * A server that is added first gets the log without counting in majorities, or the cluster would wait for it. A leader
 * that is removed leads until that is committed, counting majorities without itself, and then steps down. A server
 * that does not know that it was removed goes on calling elections: pre-vote holds it off.
 *
 * Source: Ongaro, "Consensus: bridging theory and practice", 2014, sections 4.1 to 4.2.3; Ongaro, "Bug in
 * single-server membership changes", raft-dev, July 2015. Simplified: catching up is one round, to where the log ended
 * when the request came; it has no time limit, and the next request takes its place.
 */
import type { Data, NodeId } from "../../protocol";
import { entryAt, lastIndex } from "../../structures/log";
import { loseLease } from "./lease";
import { replicate } from "./replication";
import { appendToLog, becomeFollower, isAlone, save } from "./server";
import type { ChangeMembers, MembersRequest, RaftConfig, RaftOut, RaftState } from "./vocabulary";

/** A client asks a leader for other members. */
export function changeMembers(
  state: RaftState,
  request: MembersRequest,
  client: NodeId,
  out: RaftOut,
  config: RaftConfig,
): void {
  const { serial, operation } = request;
  const answer = (done: boolean, result: Data): void =>
    out.send(client, { kind: "ClientReply", serial, done, result, leader: state.self });
  if (!out.guard("adds or removes one server", differsByOne(state.members, operation.members))) {
    return answer(true, false);
  }
  // Not now: the client asks again.
  if (!mayChange(state, out)) return answer(false, null);
  const server = operation.members.find((member) => !state.members.includes(member));
  if (server === undefined) return adopt(state, client, serial, operation, out, config);
  const upTo = lastIndex(state.log);
  if (out.guard("a new server catches up first", (state.matchIndex[server] ?? 0) >= upTo)) {
    return adopt(state, client, serial, operation, out, config);
  }
  // Asked again for what is under way already.
  const isSame = state.joining?.client === client && state.joining.serial === serial;
  if (!isSame) state.joining = { server, upTo, client, serial, operation };
  state.nextIndex[server] ??= upTo + 1;
  replicate(state, out, config);
}

/** Neither is another change under way, nor can one that this leader does not know of still come into force. */
function mayChange(state: RaftState, out: RaftOut): boolean {
  return (
    out.guard("changes the members one at a time", state.membersIndex <= state.commitIndex) &&
    out.guard("commits an entry of its own term before it changes the members", state.commitIndex >= state.termStart)
  );
}

function differsByOne(before: readonly NodeId[], after: readonly NodeId[]): boolean {
  const added = after.filter((member) => !before.includes(member)).length;
  const removed = before.filter((member) => !after.includes(member)).length;
  return added + removed === 1 && after.length === new Set(after).size && after.length > 0;
}

/** A peer has got so far: perhaps it was waited for. */
export function welcome(state: RaftState, peer: NodeId, index: number, out: RaftOut, config: RaftConfig): void {
  const { joining } = state;
  if (joining === null || joining.server !== peer || index < joining.upTo) return;
  state.joining = null;
  const { client, serial, operation } = joining;
  const stillOne = differsByOne(state.members, operation.members);
  if (stillOne && mayChange(state, out)) adopt(state, client, serial, operation, out, config);
}

/** From here on the leader goes by the new members. */
function adopt(
  state: RaftState,
  client: NodeId,
  serial: number,
  operation: ChangeMembers,
  out: RaftOut,
  config: RaftConfig,
): void {
  const command = Object.freeze({ client, serial, operation });
  const next = lastIndex(state.log) + 1;
  appendToLog(state, [Object.freeze({ term: state.currentTerm, command })]);
  for (const peer of state.members) if (peer !== state.self) state.nextIndex[peer] ??= next;
  state.joining = null;
  // The lease was given by a majority of other members.
  loseLease(state);
  save(state, out);
  replicate(state, out, config);
  if (isAlone(state)) config.rules.advanceCommit(state, out, config);
}

/** A leader that is no longer a member leaves when that is committed, and tells the others before. */
export function leaveIfRemoved(state: RaftState, out: RaftOut, config: RaftConfig): void {
  if (state.members.includes(state.self) || state.membersIndex > state.commitIndex) return;
  replicate(state, out, config);
  becomeFollower(state, out, config);
  state.leader = null;
}

/**
 * Whether a server may call an election. One that is no longer a member may still be needed as long as its removal is
 * not committed: it then asks for votes and does not count its own.
 */
export function mayStand(state: RaftState): boolean {
  return state.members.includes(state.self) || state.membersIndex > state.commitIndex;
}

/** Finds the latest members in the log, after entries were removed or at a boot. */
export function findMembers(state: RaftState): void {
  for (let index = lastIndex(state.log); index > state.log.base; index--) {
    const operation = entryAt(state.log, index)?.command?.operation;
    if (operation?.kind !== "changeMembers") continue;
    state.members = operation.members;
    state.membersIndex = index;
    return;
  }
  state.members = state.snapshot.members;
  state.membersIndex = state.snapshot.index;
}
