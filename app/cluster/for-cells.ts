/** The program that cells start: measures what it is asked for with processes of its own, answers, and ends with who asked. */
import { fileURLToPath } from "node:url";
import type { ProgramAnswer, ProgramRequest } from "distlab";
import { etcdFigures } from "../etcd/main";
import type { EtcdRunOptions } from "../etcd/run";
import { etcdMissing } from "../etcd/servers";
import { measure } from "./measure";
import type { MeasureOptions } from "./measure";

async function answerTo({ program, options }: ProgramRequest): Promise<ProgramAnswer> {
  switch (program) {
    case "cluster": {
      const entry = fileURLToPath(new URL("process.js", import.meta.url));
      return { kind: "measured", figures: await measure(options as MeasureOptions, entry) };
    }
    case "etcd": {
      const figures = await etcdFigures(options as Omit<EtcdRunOptions, "folder" | "version">);
      return figures === undefined ? { kind: "missing", why: etcdMissing } : { kind: "measured", figures };
    }
  }
}

process.on("message", (request: ProgramRequest) => {
  answerTo(request)
    .catch((error: unknown): ProgramAnswer => ({
      kind: "failed",
      why: error instanceof Error ? error.message : String(error),
    }))
    .then((answer) => process.send!(answer));
});
// Ctrl-C in a terminal goes to all its processes; whether this one ends is decided by who asked.
process.on("SIGINT", () => undefined);
process.on("disconnect", () => process.exit());
