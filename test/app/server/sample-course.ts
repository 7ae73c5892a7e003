// A small course in a temporary folder, and a server on it: what the tests of app/server/ begin with.
import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { formatNotebook } from "../../../app/course/notebook";
import type { Notebook } from "../../../app/course/notebook";
import { startServer } from "../../../app/server/main";
import type { CourseServer, StartServerOptions } from "../../../app/server/main";

export const chapter: Notebook = {
  nbformat: 4,
  nbformat_minor: 5,
  metadata: {
    kernelspec: { display_name: "TypeScript", language: "typescript", name: "tslab" },
    distlab: {
      minutes: 45,
      prerequisites: ["02-eight-fallacies"],
      question: "Can two parties ever be sure?",
      exercises: [{ id: "05-two-generals/find-disagreement", title: "Find the disagreement", points: 10 }],
    },
  },
  cells: [
    { id: "title", cell_type: "markdown", metadata: {}, source: "# Two *generals*\n\nBob has 100 €." },
    { id: "first-run", cell_type: "code", metadata: {}, source: "1 + 1\n", execution_count: null, outputs: [] },
  ],
};

export const stub = "export function findDisagreement(): never {\n  throw new Error('write me');\n}\n";

/** What must never come out of the server. */
export const secret = "the answer is 42";

export interface Course {
  readonly root: string;
  path(...segments: string[]): string;
  write(path: string, content: string): void;
  remove(): void;
}

export function makeCourse(): Course {
  const root = realpathSync(mkdtempSync(join(tmpdir(), "distlab-course-")));
  const path = (...segments: string[]): string => join(root, ...segments);
  const write = (name: string, content: string): void => {
    mkdirSync(dirname(path(name)), { recursive: true });
    writeFileSync(path(name), content);
  };
  write("notebooks/05-two-generals.ipynb", formatNotebook(chapter));
  write(
    "notebooks/02-eight-fallacies.ipynb",
    formatNotebook({ ...chapter, metadata: {}, cells: chapter.cells.slice(1) }),
  );
  write("exercises/05-two-generals/find-disagreement.ts", stub);
  write("test/exercises/05-two-generals/find-disagreement.ts", stub);
  write("test/exercises/05-two-generals/find-disagreement.checks.ts", secret);
  write("solutions/05-two-generals/find-disagreement.ts", secret);
  write("docs/instructor.md", "# For instructors\n");
  write("README.md", "# A course\n");
  for (const hidden of [".git/config", ".distlab/cookie", "node_modules/x/index.js", "package.json"])
    write(hidden, secret);
  return { root, path, write, remove: () => rmSync(root, { recursive: true, force: true }) };
}

/** Links `from` (in the course) to `to` (anywhere). */
export function link(course: Course, from: string, to: string): void {
  mkdirSync(dirname(course.path(from)), { recursive: true });
  symlinkSync(to, course.path(from));
}

export function serve(course: Course, options: Partial<StartServerOptions> = {}): Promise<CourseServer> {
  return startServer({ root: course.root, port: 0, quiet: true, spareKernel: false, handleSignals: false, ...options });
}

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; undefined when it is none. */
  readonly json: unknown;
}

/** A request with the token, and JSON in and out. */
export async function ask(
  server: CourseServer,
  method: string,
  path: string,
  body?: unknown,
  headers: Readonly<Record<string, string>> = {},
): Promise<Answer> {
  const response = await fetch(`http://127.0.0.1:${server.port}${path}`, {
    method,
    headers: { Authorization: `token ${server.token}`, ...headers },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    redirect: "manual",
  });
  const text = await response.text();
  return { status: response.status, headers: response.headers, text, json: parsed(text) };
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
