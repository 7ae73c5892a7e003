/** `distlab list`: what programs and what people get to see. */
import { mkdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { commandLine } from "./fakes";

const header = `---
id: 05-two-generals
title: Two generals
question: Can two parties ever be sure?
minutes: 45
prerequisites: ["01-why-distribute"]
exercises: [
  { "id": "05-two-generals/idempotent-receiver", "title": "Pay once", "points": 4 },
  { "id": "05-two-generals/find-disagreement", "title": "The proof as a program", "points": 6 }
]
---
`;
const chapters = {
  "05-two-generals": `${header}%% ts a\n1\n\n%% ts b\n2\n`,
  "14-raft-election": "---\ntitle: Finding a leader\nminutes: 50\n---\n%% ts a\n1\n",
};

test("--json has the documented shape", async () => {
  const { exitCode, out, error } = await commandLine({ chapters }).type("list", "--json");
  expect({ exitCode, error }).toEqual({ exitCode: 0, error: "" });
  expect(JSON.parse(out)).toEqual([
    {
      id: "05-two-generals",
      title: "Two generals",
      minutes: 45,
      exercises: [
        { id: "05-two-generals/idempotent-receiver", title: "Pay once", points: 4 },
        { id: "05-two-generals/find-disagreement", title: "The proof as a program", points: 6 },
      ],
    },
    { id: "14-raft-election", title: "Finding a leader", minutes: 50, exercises: [] },
  ]);
});

test("the table shows minutes, exercises and points, in columns", async () => {
  const { out } = await commandLine({ chapters }).type("list");
  expect(out).toBe(
    "   05  Two generals      45 min  2 exercises, 10 points\n   14  Finding a leader  50 min\n".replaceAll(
      /^ {3}/gm,
      "   ",
    ),
  );
});

test("the table shows how far one is, and where one left off", async () => {
  const line = commandLine({ chapters });
  mkdirSync(join(line.root, ".distlab"));
  const at = "2026-01-01T00:00:00.000Z";
  const chapter = (ran: string[], finished: boolean) => ({ openedAt: at, lastAt: at, cell: null, ran, finished });
  writeFileSync(
    join(line.root, ".distlab/progress.json"),
    JSON.stringify({
      chapters: { "05-two-generals": chapter(["a", "gone"], false), "14-raft-election": chapter(["a"], true) },
      leftOff: { chapter: "05-two-generals", cell: "a", at },
    }),
  );
  const { out } = await line.type("list");
  expect(out).toMatch(/^▸ .*1 of 2 cells run$/m);
  expect(out).toMatch(/^✓ .*finished$/m);
  expect(out).toContain("You left off in 05-two-generals");
});

test("a notebook that cannot be read is listed, with a warning", async () => {
  const line = commandLine({ chapters });
  writeFileSync(line.path("05-two-generals"), "{");
  const { exitCode, out, error } = await line.type("list");
  expect(exitCode).toBe(0);
  expect(out).toContain("05");
  expect(error).toContain("warning: notebooks/05-two-generals.ipynb");
});

test("a course without chapters says so, and is an empty list to programs", async () => {
  expect((await commandLine().type("list")).out).toContain("no chapters");
  expect((await commandLine().type("list", "--json")).out).toBe("[]\n");
});
