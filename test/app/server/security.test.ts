// Who may speak with the server: the token, and where a request comes from.
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { WebSocket } from "ws";
import { startServer } from "../../../app/server/main";
import type { CourseServer } from "../../../app/server/main";
import { isLoopback, Security } from "../../../app/server/security";
import type { RequestFacts } from "../../../app/server/security";
import { ask, makeCourse, serve } from "./sample-course";
import type { Course } from "./sample-course";

const token = "0123456789abcdef0123";
const secret = "a".repeat(64);
const local = new Security({ host: "127.0.0.1", port: 8800, token, secret, origins: [] });
const open = new Security({ host: "0.0.0.0", port: 8800, token, secret, origins: ["https://hub.example"] });

function facts(headers: RequestFacts["headers"], method = "GET", queryToken: string | null = null): RequestFacts {
  return { method, headers: { host: "127.0.0.1:8800", ...headers }, queryToken };
}

describe("the Host header", () => {
  it.each(["127.0.0.1:8800", "localhost:8800", "[::1]:8800", "LOCALHOST", "127.0.0.1"])("may be %s", (host) => {
    expect(local.refusal(facts({ host }))).toBeNull();
  });

  const rebound = [
    "evil.example:8800",
    "localhost.evil.example",
    "127.0.0.1.evil.example",
    "192.168.1.7:8800",
    "",
    "a@localhost",
    "localhost:8800/x",
  ];
  it.each(rebound)("may not be %j: a name can be made to point here", (host) => {
    expect(local.refusal(facts({ host }))).toMatch(/does not answer to the name/);
  });

  it("may be any address, but not any name, when the server is open to the network", () => {
    expect(open.refusal(facts({ host: "192.168.1.7:8800" }))).toBeNull();
    expect(open.refusal(facts({ host: "[fe80::1]:8800" }))).toBeNull();
    expect(open.refusal(facts({ host: "hub.example" }))).toBeNull();
    expect(open.refusal(facts({ host: "evil.example:8800" }))).not.toBeNull();
  });
});

describe("the Origin header", () => {
  it("may be absent (programs send none) or the page's own", () => {
    expect(local.refusal(facts({}, "PUT"))).toBeNull();
    expect(local.refusal(facts({ origin: "http://127.0.0.1:8800" }, "PUT"))).toBeNull();
    expect(open.refusal(facts({ host: "hub.example", origin: "https://hub.example" }))).toBeNull();
  });

  const foreign = ["http://evil.example", "null", "http://127.0.0.1:9999", "http://localhost:8800", "file://", ""];
  it.each(foreign)("may not be %j", (origin) => {
    expect(local.refusal(facts({ origin }))).toMatch(/not accepted/);
  });
});

describe("what browsers say about where a request comes from", () => {
  it.each(["cross-site", "same-site"])("keeps %s requests out, also those without an Origin", (site) => {
    const image = { "sec-fetch-site": site, "sec-fetch-mode": "no-cors", "sec-fetch-dest": "image" };
    const frame = { "sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "iframe" };
    const form = { "sec-fetch-site": site, "sec-fetch-mode": "navigate", "sec-fetch-dest": "document" };
    expect(local.refusal(facts(image))).not.toBeNull();
    expect(local.refusal(facts(frame))).not.toBeNull();
    expect(local.refusal(facts(form, "POST"))).not.toBeNull();
    expect(local.refusal(facts(form, "GET"))).toBeNull();
  });
});

describe("the token", () => {
  it.each([`token ${token}`, `Bearer ${token}`, `TOKEN ${token}`])("is taken from the header %s", (authorization) => {
    expect(local.isLoggedIn(facts({ authorization }))).toBe(true);
  });

  it("is taken from the address", () => {
    expect(local.isLoggedIn(facts({}, "GET", token))).toBe(true);
    expect(local.isLoggedIn(facts({}, "GET", `${token}x`))).toBe(false);
    expect(local.isLoggedIn(facts({}, "GET", ""))).toBe(false);
  });

  it.each(["", "token", "token wrong", `token ${token.slice(1)}`, "Basic dXNlcjpwYXNz"])(
    "is not %j",
    (authorization) => {
      expect(local.isLoggedIn(facts({ authorization }))).toBe(false);
    },
  );

  it("becomes a cookie that scripts cannot read and that another port's server does not share", () => {
    const [pair = "", ...attributes] = local.cookie.split("; ");
    expect(attributes).toEqual(expect.arrayContaining(["HttpOnly", "SameSite=Lax", "Path=/"]));
    expect(pair).not.toContain(token);
    expect(local.isLoggedIn(facts({ cookie: `other=1; ${pair}` }))).toBe(true);
    const other = new Security({ host: "127.0.0.1", port: 8801, token, secret: "b".repeat(64), origins: [] });
    expect(other.isLoggedIn(facts({ cookie: pair }))).toBe(false);
  });

  it("does not matter to the cookie: a restarted server with a new token knows the page that is open", () => {
    const restarted = new Security({
      host: "127.0.0.1",
      port: 8800,
      token: "another-token-000000",
      secret,
      origins: [],
    });
    expect(restarted.isLoggedIn(facts({ cookie: local.cookie.split(";")[0] }))).toBe(true);
  });
});

it("addresses that only this machine reaches are known", () => {
  expect(["127.0.0.1", "127.1.2.3", "::1", "localhost"].every(isLoopback)).toBe(true);
  expect(["0.0.0.0", "::", "192.168.0.1", "127.evil.example"].some(isLoopback)).toBe(false);
});

let course: Course;
let server: CourseServer;

beforeAll(async () => {
  course = makeCourse();
  course.write("app/dist/page/index.html", "<!doctype html><title>Course</title>");
  server = await serve(course);
});
afterAll(async () => {
  await server.close();
  course.remove();
});

const routes: readonly [string, string][] = [
  ["GET", "/api"],
  ["GET", "/api/status"],
  ["GET", "/api/contents/notebooks/05-two-generals.ipynb"],
  ["PUT", "/api/contents/notebooks/05-two-generals.ipynb"],
  ["DELETE", "/api/contents/notebooks/05-two-generals.ipynb"],
  ["GET", "/api/kernels"],
  ["POST", "/api/kernels"],
  ["POST", "/api/sessions"],
  ["GET", "/api/events/subscribe"],
  ["GET", "/api/does-not-exist"],
  ["GET", "/files/notebooks/05-two-generals.ipynb"],
  ["GET", "/course"],
  ["GET", "/course/frame"],
  ["PUT", "/course/exercises/05-two-generals/find-disagreement"],
  ["GET", "/"],
  ["GET", "/index.html"],
  ["OPTIONS", "/api/contents"],
];

describe("every route", () => {
  it.each(routes)("%s %s refuses a request without the token", async (method, path) => {
    const answer = await ask(server, method, path, undefined, { Authorization: "" });
    expect(answer.status).toBe(403);
    expect(answer.text).not.toContain("<title>Course</title>");
  });

  it.each(routes)("%s %s refuses another page's request, even with the token", async (method, path) => {
    expect((await ask(server, method, path, undefined, { Origin: "http://evil.example" })).status).toBe(403);
    expect((await ask(server, method, path, undefined, { Origin: "null" })).status).toBe(403);
  });
});

function socketStatus(path: string, headers: Record<string, string>): Promise<number> {
  return new Promise((resolve) => {
    const socket = new WebSocket(`ws://127.0.0.1:${server.port}${path}`, { headers });
    socket.on("open", () => {
      socket.close();
      resolve(101);
    });
    socket.on("unexpected-response", (_request, response) => resolve(response.statusCode ?? 0));
    socket.on("error", () => {});
  });
}

describe("a WebSocket", () => {
  const path = "/api/events/subscribe";
  it("opens with the token", async () => {
    expect(await socketStatus(path, { Authorization: `token ${server.token}` })).toBe(101);
    expect(await socketStatus(`${path}?token=${server.token}`, {})).toBe(101);
  });

  it("does not open without it, for another page, or under another name", async () => {
    expect(await socketStatus(path, {})).toBe(403);
    expect(await socketStatus(`${path}?token=${server.token}`, { Origin: "http://evil.example" })).toBe(403);
    expect(await socketStatus(`${path}?token=${server.token}`, { Origin: "null" })).toBe(403);
    expect(await socketStatus(`${path}?token=${server.token}`, { Host: "evil.example" })).toBe(403);
    expect(await socketStatus("/api/kernels/x/channels", {})).toBe(403);
  });
});

describe("the page", () => {
  it("is reached by the printed address, which leaves its token behind in a cookie", async () => {
    const first = await ask(server, "GET", new URL(server.url).pathname + new URL(server.url).search, undefined, {
      Authorization: "",
    });
    expect([first.status, first.headers.get("location")]).toEqual([302, "/"]);
    const cookie = first.headers.get("set-cookie")?.split(";")[0] ?? "";
    const second = await ask(server, "GET", "/", undefined, { Authorization: "", Cookie: cookie });
    expect(second.text).toContain("<title>Course</title>");
  });

  it("redirects within the server only", async () => {
    const { headers } = await ask(server, "GET", `//evil.example/?token=${server.token}`, undefined, {
      Authorization: "",
    });
    expect(headers.get("location") ?? "/").toMatch(/^\/(?!\/)/);
  });

  it("shows where to find the token to whoever comes without it, and reflects nothing", async () => {
    const answer = await ask(server, "GET", "/?token=<script>alert(1)</script>", undefined, { Authorization: "" });
    expect(answer.status).toBe(403);
    expect(answer.text).toContain("That token is not the right one");
    expect(answer.text).not.toContain("<script");
    expect(answer.headers.get("set-cookie")).toBeNull();
  });

  it("may run scripts from the server only, and none of its own making", async () => {
    const policy = (await ask(server, "GET", "/")).headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("script-src 'self';");
    expect(policy).toContain("frame-ancestors 'none'");
    expect(policy).not.toMatch(/unsafe-eval|script-src[^;]*unsafe-inline|\*/);
  });

  it("and all else carry the headers that keep browsers from guessing", async () => {
    for (const path of ["/", "/api/status", "/files/README.md", "/nothing"]) {
      const { headers } = await ask(server, "GET", path);
      expect(headers.get("x-content-type-options")).toBe("nosniff");
      expect(headers.get("referrer-policy")).toBe("no-referrer");
    }
  });
});

it("an address that cannot be decoded gets an answer like any other", async () => {
  const { status, json, headers } = await ask(server, "GET", "/api/contents/%zz", undefined, { Authorization: "" });
  expect([status, (json as { reason: string }).reason]).toEqual([400, "bad-request"]);
  expect(headers.get("content-security-policy")).toContain("sandbox");
});

it("a file from the course cannot act when a browser is made to show it", async () => {
  course.write("notebooks/evil.html", "<script>alert(1)</script>");
  const { headers } = await ask(server, "GET", "/files/notebooks/evil.html");
  expect(headers.get("content-type")).toMatch(/^text\/plain/);
  expect(headers.get("content-security-policy")).toContain("sandbox");
});

it("outputs run in a frame that is an origin of its own, without a network", async () => {
  const policy = (await ask(server, "GET", "/course/frame")).headers.get("content-security-policy") ?? "";
  expect(policy).toMatch(/^sandbox allow-scripts;/);
  expect(policy).toContain("default-src 'none'");
  expect(policy).not.toMatch(/connect-src|allow-same-origin|https?:/);
});

describe("options", () => {
  const start = (options: object): Promise<unknown> =>
    startServer({ root: course.root, port: 0, quiet: true, ...options });
  it.each([
    [{ port: 70_000 }, /port is 70000; allowed/],
    [{ port: 1.5 }, /port is 1.5/],
    [{ token: "short" }, /at least 16 characters/],
    [{ root: "/does/not/exist" }, /root is \/does\/not\/exist, and there is no such folder/],
    [{ origins: ["https://hub.example/path"] }, /origins holds/],
    [{ host: "203.0.113.7" }, /not an address of this machine/],
  ])("%o is refused with a word", async (options, message) => {
    await expect(start(options)).rejects.toThrow(message);
  });
});
