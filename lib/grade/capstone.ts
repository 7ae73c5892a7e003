/**
 * The capstone's parts: the learner's own answers to earlier exercises where they pass, and the solutions where they do
 * not. Where neither is at hand (a course that was handed out without solutions), the library's own rule stays.
 */
import { existsSync } from "node:fs";
import { bankMap, shardedBankWith } from "../protocols/sharded-bank";
import type { ReplacedBankRules, ShardedBank, ShardedBankOptions } from "../protocols/sharded-bank";
import type { RoutingTable } from "../protocols/sharded-bank/routing";
import type { Answers } from "./answers";
import { appendWith, commitWith, voteWith } from "./capstone-raft";
import { checkFile } from "./check-file";
import { bundleChecks, courseRoot, exerciseFiles, runModule } from "./loader";

/** The exercises whose answers become parts of the bank. */
const partIds = [
  "09-sharding/hash-ring",
  "14-raft-election/request-vote",
  "15-raft-log/append-entries",
  "15-raft-log/advance-commit",
  "20-capstone/shard-router",
  "20-capstone/replicated-shard",
  "20-capstone/cross-shard-transfer",
] as const;

type PartId = (typeof partIds)[number];

/** One part, and whose it is. */
export interface CapstonePart {
  readonly exercise: string;
  readonly whose: "yours" | "the solution" | "the library";
  /** What your answer scored, for example `14 of 14`. */
  readonly score: string;
}

/** A bank that is put together from answers. */
export interface Capstone {
  readonly parts: readonly CapstonePart[];
  /** The bank's nodes, as `shardedBank` gives them. */
  bank(options: ShardedBankOptions): ShardedBank;
  /** Who owns which slot in that bank, by the ring that is among the parts. */
  map(options: Parameters<typeof bankMap>[0]): RoutingTable;
}

/**
 * Checks your answers to seven exercises and builds the bank from them.
 * @throws Error outside a course's folder
 */
export async function capstone(): Promise<Capstone> {
  const root = courseRoot();
  const chosen = await Promise.all(partIds.map((id) => choose(root, id)));
  const parts = chosen.map(({ part }) => part);
  const found: { [Id in PartId]?: Answers[Id] } = {};
  for (const { part, path } of chosen) {
    if (path !== null) Object.assign(found, { [part.exercise]: runModule(bundleChecks(root, path), path) });
  }
  const { replaced, ownerOf } = built(found);
  const withParts = shardedBankWith(replaced);
  const onRing = ownerOf ? { ownerOf } : {};
  return {
    parts,
    bank: (options) => withParts({ ...onRing, ...options }),
    map: (options) => bankMap({ ...onRing, ...options }),
  };
}

async function choose(root: string, id: PartId): Promise<{ part: CapstonePart; path: string | null }> {
  const { answer, solution } = exerciseFiles(root, id);
  const { score, maxScore } = await checkFile({ root, id, drawings: "none", types: false });
  const points = `${score} of ${maxScore}`;
  if (score === maxScore) return { part: { exercise: id, whose: "yours", score: points }, path: answer };
  const has = existsSync(solution);
  return {
    part: { exercise: id, whose: has ? "the solution" : "the library", score: points },
    path: has ? solution : null,
  };
}

/** The rules that answers stand for. */
function built(found: { readonly [Id in PartId]?: Answers[Id] }): {
  readonly replaced: ReplacedBankRules;
  readonly ownerOf: ShardedBankOptions["ownerOf"];
} {
  const ring = found["09-sharding/hash-ring"];
  const vote = found["14-raft-election/request-vote"];
  const append = found["15-raft-log/append-entries"];
  const commit = found["15-raft-log/advance-commit"];
  const transfer = found["20-capstone/cross-shard-transfer"];
  return {
    replaced: {
      bank: {
        ...found["20-capstone/shard-router"],
        ...found["20-capstone/replicated-shard"],
        ...(transfer ? { nextStep: (progress) => transfer.nextStep(progress) } : {}),
      },
      raft: {
        ...(vote ? voteWith(vote) : {}),
        ...(append ? appendWith(append) : {}),
        ...(commit ? commitWith(commit) : {}),
      },
    },
    ownerOf: ring && ((slot, shards) => ring.createRing(shards).find([slot], 1)[0]![0]!),
  };
}
