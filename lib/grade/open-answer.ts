/** Makes an answer of a learner's file. */
import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import type { Answer } from "./answer";
import { AnswerError } from "./answer";
import { directAnswer } from "./direct";
import type { Exercise } from "./exercise";
import { runModule } from "./loader";

interface Transformer {
  transformSync(text: string, options: { readonly [option: string]: unknown }): { readonly code: string };
}

/** @throws AnswerError where the file does not load */
export function openAnswer(root: string, path: string, _exercise: Exercise): Answer {
  const { transformSync } = createRequire(join(root, "package.json"))("esbuild") as Transformer;
  try {
    const { code } = transformSync(readFileSync(path, "utf8"), { loader: "ts", format: "cjs", target: "node20.19" });
    return directAnswer(runModule(code, path));
  } catch (error) {
    throw new AnswerError("does not load", error instanceof Error ? error.message : String(error), { cause: error });
  }
}
