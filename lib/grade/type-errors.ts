/** What TypeScript says about an answer: worth telling, but it costs no points. */
import { existsSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";
import { parentPort, Worker } from "node:worker_threads";

/** The parts of TypeScript that are used. */
interface Diagnostic {
  readonly file?: { getLineAndCharacterOfPosition(position: number): { readonly line: number } };
  readonly start?: number;
  readonly messageText: unknown;
}

interface LanguageService {
  getSyntacticDiagnostics(path: string): readonly Diagnostic[];
  getSemanticDiagnostics(path: string): readonly Diagnostic[];
}

interface TypeScript {
  readonly sys: { readFile(path: string): string | undefined; getModifiedTime(path: string): Date | undefined };
  readonly ScriptSnapshot: { fromString(text: string): unknown };
  createLanguageService(host: object): LanguageService;
  getDefaultLibFilePath(options: object): string;
  flattenDiagnosticMessageText(text: unknown, newLine: string): string;
}

interface Question {
  readonly root: string;
  readonly path: string;
}

/** One thread answers all questions: the second answer takes a tenth of the time of the first. */
let thread: Worker | undefined;
let last: Promise<unknown> = Promise.resolve();

/** The errors in a file, as `line 3: …`. Without TypeScript, or the library's declarations, there are none to tell. */
export function typeErrorsOf(root: string, path: string): Promise<readonly string[]> {
  const answer = last.then(() => ask({ root, path }));
  last = answer;
  return answer;
}

function ask(question: Question): Promise<readonly string[]> {
  const file = join(question.root, "lib", "dist", "grade", "type-errors.js");
  if (!existsSync(file) || !existsSync(question.path)) return Promise.resolve([]);
  thread ??= new Worker(file);
  const worker = thread;
  worker.ref();
  return new Promise((resolve) => {
    const settle = (errors: readonly string[]): void => {
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
  { readonly typescript: TypeScript; readonly service: LanguageService; add(path: string): void }
>();

function serviceOf(root: string) {
  const known = services.get(root);
  if (known) return known;
  const typescript = createRequire(join(root, "package.json"))("typescript") as TypeScript;
  const paths = new Set<string>();
  const host = hostOf(typescript, root, paths);
  const made = {
    typescript,
    service: typescript.createLanguageService(host),
    add: (path: string) => void paths.add(path),
  };
  services.set(root, made);
  return made;
}

function hostOf(typescript: TypeScript, root: string, paths: ReadonlySet<string>): object {
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
    getCompilationSettings: () => options,
    getScriptFileNames: () => [...paths],
    getScriptVersion: (path: string) => String(sys.getModifiedTime(path)?.getTime() ?? 0),
    getScriptSnapshot(path: string) {
      const text = sys.readFile(path);
      return text === undefined ? undefined : typescript.ScriptSnapshot.fromString(text);
    },
    getCurrentDirectory: () => root,
    getDefaultLibFileName: (settings: object) => typescript.getDefaultLibFilePath(settings),
  };
}

function errorsIn({ root, path }: Question): readonly string[] {
  const { typescript, service, add } = serviceOf(root);
  add(path);
  const found = [...service.getSyntacticDiagnostics(path), ...service.getSemanticDiagnostics(path)];
  return found.map(({ file, start, messageText }) => {
    const line = file && start !== undefined ? file.getLineAndCharacterOfPosition(start).line + 1 : 0;
    return `line ${line}: ${typescript.flattenDiagnosticMessageText(messageText, " ")}`;
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
