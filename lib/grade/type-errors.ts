/** What TypeScript says about an answer: worth telling, but it costs no points. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parentPort, Worker } from "node:worker_threads";

/** The parts of TypeScript that are used. */
interface Diagnostic {
  readonly file?: { getLineAndCharacterOfPosition(position: number): { readonly line: number } };
  readonly start?: number;
  readonly length?: number;
  readonly messageText: unknown;
}

interface LanguageService {
  getSyntacticDiagnostics(path: string): readonly Diagnostic[];
  getSemanticDiagnostics(path: string): readonly Diagnostic[];
}

interface TypeScript {
  readonly sys: {
    readonly useCaseSensitiveFileNames: boolean;
    readFile(path: string): string | undefined;
    getModifiedTime(path: string): Date | undefined;
  };
  readonly ScriptSnapshot: { fromString(text: string): unknown };
  createLanguageService(host: object): LanguageService;
  getDefaultLibFilePath(options: object): string;
  flattenDiagnosticMessageText(text: unknown, newLine: string): string;
}

interface Question {
  readonly root: string;
  readonly path: string;
  /** Stands for what is in the file. */
  readonly content?: string;
}

/** Where TypeScript objects, and why. */
export interface TypeFault {
  /** UTF-16 units from the start of the text, from 0. */
  readonly from: number;
  readonly to: number;
  /** From 1; 0 where the error belongs to no place. */
  readonly line: number;
  readonly message: string;
}

/** One thread answers all questions: the second answer takes a tenth of the time of the first. */
let thread: Worker | undefined;
let last: Promise<unknown> = Promise.resolve();

/** The errors in a file, as `line 3: …`. Without TypeScript, or the library's declarations, there are none to tell. */
export async function typeErrorsOf(root: string, path: string): Promise<readonly string[]> {
  const faults = existsSync(path) ? await inTurn({ root, path }) : [];
  return faults.map(({ line, message }) => `line ${line}: ${message}`);
}

/**
 * The errors in a text that would be the file at `path`, such as one that is being typed. Without TypeScript, or the
 * library's declarations, there are none to tell.
 * @param path absolute; the file need not exist
 */
export function diagnose(root: string, path: string, content: string): Promise<readonly TypeFault[]> {
  return inTurn({ root, path, content });
}

function inTurn(question: Question): Promise<readonly TypeFault[]> {
  const answer = last.then(() => ask(question));
  last = answer;
  return answer;
}

function ask(question: Question): Promise<readonly TypeFault[]> {
  const file = join(question.root, "lib", "dist", "grade", "type-errors.js");
  if (!existsSync(file)) return Promise.resolve([]);
  thread ??= new Worker(file);
  const worker = thread;
  worker.ref();
  return new Promise((resolve) => {
    const settle = (errors: readonly TypeFault[]): void => {
      worker.removeAllListeners("message");
      worker.removeAllListeners("error");
      worker.unref();
      resolve(errors);
    };
    worker.once("message", settle);
    worker.once("error", () => {
      thread = undefined;
      settle([]);
    });
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
    worker.postMessage(question);
  });
}

/** Within the thread: the services, by the course's folder. */
const services = new Map<
  string,
  { readonly typescript: TypeScript; readonly service: LanguageService; set(path: string, content?: string): void }
>();

/** What a file holds while it is looked at, if not what is on the disk; each text has a number of its own. */
interface Held {
  readonly content: string | undefined;
  readonly version: number;
}

function serviceOf(root: string) {
  const known = services.get(root);
  if (known) return known;
  const typescript = createRequire(join(root, "package.json"))("typescript") as TypeScript;
  const held = new Map<string, Held>();
  const host = hostOf(typescript, root, held);
  const made = {
    typescript,
    service: typescript.createLanguageService(host),
    set(path: string, content?: string) {
      const old = held.get(path);
      if (old === undefined || old.content !== content) held.set(path, { content, version: (old?.version ?? 0) + 1 });
    },
  };
  services.set(root, made);
  return made;
}

/** Answers have no types of Node's, yet may print: guest.ts gives them this much of a console. No such file exists. */
const printing = {
  name: "what-answers-may-print-with.d.ts",
  text: `declare const console: { readonly [way in "log" | "info" | "warn" | "error" | "debug" | "table" | "trace"]: (...given: unknown[]) => void };`,
};

function hostOf(typescript: TypeScript, root: string, held: ReadonlyMap<string, Held>): object {
  const { sys } = typescript;
  const options = {
    // ES2022, ESNext, bundler: the numbers of TypeScript's own enumerations.
    target: 9,
    module: 99,
    moduleResolution: 100,
    lib: ["lib.es2023.d.ts"],
    strict: true,
    noUncheckedIndexedAccess: true,
    exactOptionalPropertyTypes: true,
    skipLibCheck: true,
    noEmit: true,
    types: [],
    paths: { distlab: [join(root, "lib", "dist", "index.d.ts")] },
  };
  return {
    ...sys,
    useCaseSensitiveFileNames: () => sys.useCaseSensitiveFileNames,
    getCompilationSettings: () => options,
    getScriptFileNames: () => [join(root, printing.name), ...held.keys()],
    getScriptVersion: (path: string) => `${held.get(path)?.version ?? 0} ${sys.getModifiedTime(path)?.getTime() ?? 0}`,
    getScriptSnapshot(path: string) {
      const text = path === join(root, printing.name) ? printing.text : (held.get(path)?.content ?? sys.readFile(path));
      return text === undefined ? undefined : typescript.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: (settings: object) => typescript.getDefaultLibFilePath(settings),
  };
}

function errorsIn({ root, path, content }: Question): readonly TypeFault[] {
  const { typescript, service, set } = serviceOf(root);
  set(path, content);
  const found = [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)];
  return found.map(({ file, start, length = 0, messageText }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    const message = typescript.flattenDiagnosticMessageText(messageText, " ");
    return { from: start ?? 0, to: (start ?? 0) + length, line, message };
  });
}

/** The thread is the only one in which this file is the program. */
if (parentPort !== null && require.main === module) {
  const port = parentPort;
  port.on("message", (question: Question) => {
    try {
      port.postMessage(errorsIn(question));
    } catch {
      port.postMessage([]);
    }
  });
}
