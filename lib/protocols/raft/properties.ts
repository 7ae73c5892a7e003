/**
 * What Raft promises: figure 3 of the paper. Each is a claim about all servers at one moment.
 *
 * Logs are compared in pairs. They are frozen and change one entry at a time, so what was found out about a pair is
 * kept until one of the two changes.
 */
import { sameData } from "../../data";
import { always, canAlwaysReach, sometimes } from "../../protocol";
import type { NodeId, Property, World } from "../../protocol";
import { entryAt, lastIndex } from "../../structures/log";
import type { ChunkedLog } from "../../structures/log";
import type { Entry, RaftState } from "./vocabulary";

type Log = ChunkedLog<Entry>;

/** Where two logs differ first, and the last place where their terms agree: 0 or Infinity where there is none. */
interface Comparison {
  readonly firstDifference: number;
  readonly lastAgreement: number;
}

const known = new WeakMap<Log, WeakMap<Log, Comparison>>();

function compare(left: Log, right: Log): Comparison {
  let row = known.get(left);
  if (row === undefined) known.set(left, (row = new WeakMap()));
  let found = row.get(right);
  if (found === undefined) row.set(right, (found = compareAnew(left, right)));
  return found;
}

function compareAnew(left: Log, right: Log): Comparison {
  const end = Math.min(lastIndex(left), lastIndex(right));
  let firstDifference = Infinity;
  let lastAgreement = 0;
  for (let index = Math.max(left.base, right.base) + 1; index <= end; index++) {
    const [mine, other] = [entryAt(left, index)!, entryAt(right, index)!];
    if (mine.term === other.term) lastAgreement = index;
    if (firstDifference === Infinity && mine !== other && !sameData(mine, other)) firstDifference = index;
  }
  return { firstDifference, lastAgreement };
}

/** The servers that are up. Clients have no log. */
function serversOf(world: World<RaftState>): readonly RaftState[] {
  const servers: RaftState[] = [];
  for (const node of world.nodes) {
    const state = world.state(node);
    if (state !== null && state.log !== undefined) servers.push(state);
  }
  return servers;
}

function pairs(
  world: World<RaftState>,
  judge: (left: RaftState, right: RaftState) => string | undefined,
): true | string {
  const servers = serversOf(world);
  for (let first = 0; first < servers.length; first++) {
    for (let second = first + 1; second < servers.length; second++) {
      const wrong = judge(servers[first]!, servers[second]!);
      if (wrong !== undefined) return wrong;
    }
  }
  return true;
}

export const logMatching: Property = always<RaftState>(
  "logs that agree in one place agree in all places before it",
  (world) =>
    pairs(world, (left, right) => {
      const { firstDifference, lastAgreement } = compare(left.log, right.log);
      if (firstDifference > lastAgreement) return undefined;
      return `${left.self} and ${right.self} agree at ${lastAgreement} and differ at ${firstDifference}`;
    }),
);

export const stateMachineSafety: Property = always<RaftState>(
  "no two servers apply different commands in the same place",
  (world) =>
    pairs(world, (left, right) => {
      const { firstDifference } = compare(left.log, right.log);
      if (firstDifference > left.commitIndex || firstDifference > right.commitIndex) return undefined;
      return `${left.self} and ${right.self} have both applied entry ${firstDifference}, and it is not the same`;
    }),
);

function lacks(leader: RaftState, other: RaftState): string | undefined {
  if (leader.role !== "leader" || leader.currentTerm < other.currentTerm) return undefined;
  const missing = Math.min(compare(leader.log, other.log).firstDifference, lastIndex(leader.log) + 1);
  if (missing > other.commitIndex) return undefined;
  return `${leader.self} leads term ${leader.currentTerm} without entry ${missing}, which ${other.self} has committed`;
}

/** Whatever a server has committed in a term, the leaders of that term and of later ones hold. */
export const leaderCompleteness: Property = always<RaftState>("a leader holds every committed entry", (world) =>
  pairs(world, (left, right) => lacks(left, right) ?? lacks(right, left)),
);

export const somethingIsCommitted: Property = sometimes<RaftState>("something is committed", (world) =>
  serversOf(world).some((server) => server.commitIndex > 0),
);

export const commitIsPossible: Property = canAlwaysReach<RaftState>("an entry can be committed", (world) => {
  const leader: NodeId | undefined = serversOf(world).find(({ role }) => role === "leader")?.self;
  return serversOf(world).some((server) => server.self === leader && server.commitIndex >= server.termStart);
});
