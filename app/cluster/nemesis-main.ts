/** The command `npm run nemesis`: one run or several, with what came of each. */
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import type { Cluster } from "./cluster";
import { removeRun, runFolder } from "./folders";
import { nemesis } from "./nemesis";
import type { NemesisResult } from "./nemesis";
import { judgementText } from "./verdict";

const help = `Usage: npm run nemesis -- [options]

Runs a replicated key-value store as real processes under load, kills, pauses
and cuts them off at random, mends everything, and judges what the clients
were told: is it linearizable, and is everything there that was acknowledged?

  --seed N          what is done is drawn from it (default: 1)
  --seconds S       how long (default: 15)
  --runs N          so many runs, with seeds from --seed on (default: 1)
  --clients N       (default: 8)
  --nodes N         servers (default: 5)
  --protocol NAME   (default: raft; raft-commits-early is broken, and caught)
  --until-caught    for a broken protocol: runs until one finds it out, and fails
                    where none of them does
  --full-trace      keep every message too, for the merged trace
  --keep            leave the files in place
  --quiet           only the outcome of each run
  --json            print [{seed, holds, acknowledged, open, journal, lost, blows, failures}]

Where DISTLAB_TEST_REPORT names a file, how many runs passed and failed is
written there, as the tests write theirs.

Exit codes: 0 nothing is wrong · 1 a violation, a loss or a failure
            2 wrong usage · 130 interrupted`;

const options = {
  seed: { type: "string", default: "1" },
  seconds: { type: "string", default: "15" },
  runs: { type: "string", default: "1" },
  clients: { type: "string", default: "8" },
  nodes: { type: "string", default: "5" },
  protocol: { type: "string", default: "raft" },
  "until-caught": { type: "boolean", default: false },
  "full-trace": { type: "boolean", default: false },
  keep: { type: "boolean", default: false },
  quiet: { type: "boolean", default: false },
  json: { type: "boolean", default: false },
  help: { type: "boolean", short: "h", default: false },
} as const;

function typed(args: readonly string[]) {
  const { values } = parseArgs({ args: [...args], options });
  const whole = (name: "seed" | "seconds" | "runs" | "clients" | "nodes", most: number): number => {
    const value = Number(values[name]);
    if (Number.isInteger(value) && value >= 1 && value <= most) return value;
    throw new RangeError(`--${name} is ${values[name]}; allowed is a whole number from 1 to ${most}`);
  };
  return {
    ...values,
    seed: whole("seed", 1_000_000_000),
    seconds: whole("seconds", 3600),
    runs: whole("runs", 1000),
    clients: whole("clients", 100),
    nodes: whole("nodes", 9),
  };
}

type Wanted = ReturnType<typeof typed>;

/** @returns the exit code; never rejects */
export async function main(args: readonly string[], root: string): Promise<number> {
  let wanted: Wanted;
  try {
    wanted = typed(args);
  } catch (error) {
    console.error(`error: ${(error as Error).message}\n\n${help}`);
    return 2;
  }
  if (wanted.help) {
    console.log(help);
    return 0;
  }
  return new Runs(wanted, root).all();
}

/** What came of a run. It `failed` where the program did, whatever was asked of the protocol. */
type Outcome = "holds" | "violated" | "failed";
type Count = { readonly passed: number; readonly failed: number };

class Runs {
  private cluster: Cluster | undefined;
  private interrupted = false;
  private readonly results: (NemesisResult & { readonly seed: number })[] = [];

  constructor(
    private readonly wanted: Wanted,
    private readonly root: string,
  ) {}

  async all(): Promise<number> {
    const { seed, runs, json } = this.wanted;
    for (const signal of ["SIGINT", "SIGTERM", "SIGHUP"] as const) process.on(signal, () => void this.interrupt());
    const { passed, failed } = await (this.wanted["until-caught"] ? this.untilCaught() : this.every());
    if (json) console.log(JSON.stringify(this.results.map(asJson), null, 2));
    else if (runs > 1) console.log(`${passed} passed, ${failed} failed (seeds ${seed} to ${seed + runs - 1})`);
    // A report of a set that was broken off would look like one of a whole set.
    if (this.interrupted) return 130;
    const report = process.env["DISTLAB_TEST_REPORT"];
    if (report !== undefined) {
      writeFileSync(report, JSON.stringify({ numPassedTests: passed, numFailedTests: failed, testResults: [] }));
    }
    return failed === 0 ? 0 : 1;
  }

  /** Each run counts. */
  private async every(): Promise<Count> {
    const { seed, runs } = this.wanted;
    const count = { passed: 0, failed: 0 };
    for (let run = 0; run < runs && !this.interrupted; run++) {
      count[(await this.one(seed + run)) === "holds" ? "passed" : "failed"] += 1;
    }
    return count;
  }

  /** One mistake counts once: found out by any of the runs. A run that did not come to its end has found nothing. */
  private async untilCaught(): Promise<Count> {
    const { seed, runs, protocol } = this.wanted;
    for (let run = 0; run < runs && !this.interrupted; run++) {
      if ((await this.one(seed + run)) === "violated") return { passed: 1, failed: 0 };
    }
    if (!this.interrupted) console.error(`FAILED: ${protocol} was not caught in ${runs} runs`);
    return { passed: 0, failed: 1 };
  }

  private async interrupt(): Promise<void> {
    if (this.interrupted) process.exit(130);
    this.interrupted = true;
    await this.cluster?.end(false);
  }

  private async one(seed: number): Promise<Outcome> {
    const { root, wanted } = this;
    const { protocol, nodes, seconds, clients, quiet, json, keep } = wanted;
    const folder = runFolder(root, `nemesis-${seed}`);
    const say = (text: string): void => (json ? console.error(text) : console.log(text));
    try {
      const result = await nemesis({
        protocol,
        nodes,
        seed,
        seconds,
        clients,
        folder,
        entry: join(root, "app/dist/cluster/process.js"),
        trace: wanted["full-trace"] ? "all" : "history",
        onNews: (news) => (quiet ? undefined : say(`  ${news}`)),
        onCluster: (cluster) => (this.cluster = cluster),
      });
      this.results.push({ ...result, seed });
      say(`seed ${seed}: ${outcomeText(result)}`);
      return outcomeOf(result);
    } catch (error) {
      if (!this.interrupted) say(`seed ${seed}: FAILED: ${(error as Error).message}`);
      return "failed";
    } finally {
      if (keep) say(`  files: ${folder}`);
      else await removeRun(folder);
    }
  }
}

function outcomeOf({ judgement, failures }: NemesisResult): Outcome {
  const { verdict, lost, holds } = judgement;
  if (failures.length > 0) return "failed";
  if (holds) return "holds";
  // A check that came to no end within its time has not shown a violation.
  return verdict.verdict === "violation" || lost.length > 0 ? "violated" : "failed";
}

function outcomeText({ judgement, blows, failures }: NemesisResult): string {
  const done = Object.entries(blows).map(([kind, count]) => `${kind} ${count}`);
  const failed = failures.map((failure) => `\nFAILED: ${failure}`).join("");
  return `${done.join(", ")}\n${judgementText(judgement)}${failed}`.replaceAll("\n", "\n  ");
}

function asJson({ seed, judgement, blows, failures }: NemesisResult & { readonly seed: number }): object {
  const { holds, acknowledged, open, journal, lost, verdict } = judgement;
  return { seed, holds, verdict: verdict.verdict, acknowledged, open, journal, lost, blows, failures };
}
