// No path outside the course, and none inside that a page has no business with.
import { symlinkSync } from "node:fs";
import { createConnection } from "node:net";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import type { CourseServer } from "../../../app/server/main";
import { allowed, CoursePaths } from "../../../app/server/paths";
import { ask, link, makeCourse, secret, serve } from "./sample-course";
import type { Course } from "./sample-course";

let course: Course;
let server: CourseServer;

beforeAll(async () => {
  course = makeCourse();
  link(course, "notebooks/out.txt", "/etc/passwd");
  link(course, "notebooks/outside", "/etc");
  link(course, "notebooks/answers", course.path("solutions"));
  link(course, "notebooks/nowhere.txt", course.path("notebooks", "not-there-yet.txt"));
  link(course, "notebooks/twin.ipynb", course.path("notebooks", "05-two-generals.ipynb"));
  server = await serve(course);
});
afterAll(async () => {
  await server.close();
  course.remove();
});

const outside = [
  "../etc/passwd",
  "notebooks/../package.json",
  "notebooks/../../etc/passwd",
  "./package.json",
  "notebooks/./x.txt",
  "notebooks//x.txt",
  "/etc/passwd",
  "//etc/passwd",
  "C:/Windows/win.ini",
  "C:\\Windows\\win.ini",
  "notebooks\\..\\package.json",
  "..\\package.json",
  "notebooks/x.txt\u0000.ipynb",
  "notebooks/x.ipynb::$DATA",
  "notebooks/con",
  "notebooks/NUL.txt",
  "notebooks/x.txt.",
  "notebooks/x.txt ",
  "notebooks/line\nbreak",
  "~/.ssh/id_rsa",
];

const inside = [
  ".git/config",
  ".GIT/config",
  ".distlab/cookie",
  "node_modules/x/index.js",
  "Node_Modules/x/index.js",
  "notebooks/node_modules/x",
  "notebooks/.hidden",
  "solutions/05-two-generals/find-disagreement.ts",
  "SOLUTIONS/05-two-generals/find-disagreement.ts",
  "test/exercises/05-two-generals/find-disagreement.checks.ts",
  "package.json",
  "app/server/main.ts",
  "lib/dist/index.js",
];

describe("the rules", () => {
  it.each([...outside, ...inside])("refuse %j", (path) => {
    expect(allowed(path, "read")).toBe(false);
    expect(allowed(path, "write")).toBe(false);
  });

  it.each(["notebooks/05-two-generals.ipynb", "exercises/05-x/y.ts", "Notebooks/Übung 1.ipynb"])(
    "let %j be written",
    (path) => {
      expect(allowed(path, "write")).toBe(true);
    },
  );

  it.each(["", "README.md", "docs/instructor.md", "lib/protocol.ts", "notebooks"])(
    "let %j be read, not written",
    (path) => {
      expect(allowed(path, "read")).toBe(true);
      expect(allowed(path, "write")).toBe(false);
    },
  );
});

describe("links", () => {
  const refused = [
    "notebooks/out.txt",
    "notebooks/outside/passwd",
    "notebooks/answers/05-two-generals/find-disagreement.ts",
  ];
  it.each(refused)("out of what is allowed are not followed: %s", async (path) => {
    const paths = new CoursePaths(course.root);
    await expect(paths.resolve(path, "read")).rejects.toMatchObject({ status: 404 });
    await expect(paths.resolve(path, "write")).rejects.toThrow(/There is no|may not be written/);
  });

  it("that lead nowhere are not written through", async () => {
    await expect(new CoursePaths(course.root).resolve("notebooks/nowhere.txt", "write")).rejects.toMatchObject({
      status: 404,
    });
  });

  it("within what is allowed lead to their target, which a save replaces, not the link", async () => {
    const place = await new CoursePaths(course.root).resolve("notebooks/twin.ipynb", "write");
    expect(place.absolute).toBe(course.path("notebooks", "05-two-generals.ipynb"));
  });

  it("do not matter above the course: it may itself be reached by one", async () => {
    const alias = `${course.root}-alias`;
    symlinkSync(course.root, alias);
    const place = await new CoursePaths(alias).resolve("notebooks/05-two-generals.ipynb", "read");
    expect(place.exists).toBe(true);
  });
});

/** Sends the path as it stands: fetch would tidy it up first. */
function rawRequest(method: string, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const socket = createConnection(server.port, "127.0.0.1", () => {
      const body = method === "PUT" ? JSON.stringify({ type: "file", format: "text", content: "hacked" }) : "";
      const head = `Host: 127.0.0.1:${server.port}\r\nAuthorization: token ${server.token}\r\nConnection: close`;
      socket.write(`${method} ${path} HTTP/1.1\r\n${head}\r\nContent-Length: ${body.length}\r\n\r\n${body}`);
    });
    let answer = "";
    socket.on("data", (chunk) => (answer += chunk.toString()));
    socket.on("end", () => resolve(answer));
    socket.on("error", reject);
  });
}

const everyPath = [...outside, ...inside, "notebooks/out.txt", "notebooks/outside/passwd", "notebooks/answers"];
const encodings: readonly [string, (path: string) => string][] = [
  ["as it stands", (path) => path.replaceAll(/[^!-~]/g, encodeURIComponent)],
  ["encoded", (path) => path.split("/").map(encodeURIComponent).join("/")],
  ["with encoded slashes", encodeURIComponent],
  ["with encoded dots", (path) => encodeURIComponent(path).replaceAll(".", "%2e")],
  ["encoded twice", (path) => encodeURIComponent(encodeURIComponent(path))],
];

describe.each(encodings)("over HTTP, %s", (_name, encode) => {
  it.each(everyPath)("nothing comes of %j", async (path) => {
    for (const route of ["/api/contents/", "/files/", "/"]) {
      const answer = await rawRequest("GET", `${route}${encode(path)}`);
      expect(answer).toMatch(/^HTTP\/1.1 (400|403|404)/);
      expect(answer).not.toContain(secret);
      expect(answer).not.toContain("root:");
    }
    // A name that was encoded twice is an odd name of a new file in the course, where it is one at all.
    if (_name === "encoded twice") return;
    expect(await rawRequest("PUT", `/api/contents/${encode(path)}`)).toMatch(/^HTTP\/1.1 (400|403|404)/);
  });
});

it("the list of a folder leaves out what may not be read", async () => {
  const names = async (path: string): Promise<string[]> => {
    const { json } = await ask(server, "GET", `/api/contents/${path}`);
    return (json as { content: { name: string }[] }).content.map((entry) => entry.name);
  };
  expect(await names("")).toEqual(["README.md", "docs", "exercises", "notebooks"]);
  expect(await names("notebooks")).toContain("05-two-generals.ipynb");
});
