/** What is typed at a cluster: every command reads as it should, and what is none is told why. */
import { expect, test } from "vitest";
import { commandHelp, parseCommand } from "../../../app/cluster/commands";

test.each([
  ["crash leader", { kind: "crash", node: "leader" }],
  ["  restart  A # again", { kind: "restart", node: "A" }],
  [
    "partition A B | C D E",
    {
      kind: "partition",
      groups: [
        ["A", "B"],
        ["C", "D", "E"],
      ],
    },
  ],
  ["partition leader|B", { kind: "partition", groups: [["leader"], ["B"]] }],
  ["slow A B 50", { kind: "slow", from: "A", to: "B", delayMs: 50 }],
  ["slow A B 0", { kind: "slow", from: "A", to: "B", delayMs: 0 }],
  ["load", { kind: "load", clients: 8 }],
  ["load 3", { kind: "load", clients: 3 }],
  ["stop load", { kind: "stop load" }],
  ["wait 500ms", { kind: "wait", milliseconds: 500 }],
  ["wait 1.5s", { kind: "wait", milliseconds: 1500 }],
  ["wait for leader", { kind: "wait for role", role: "leader" }],
  ["wait for 200 operations", { kind: "wait for operations", operations: 200 }],
  ["check", { kind: "check" }],
])("%s", (line, command) => {
  expect(parseCommand(line)).toEqual(command);
});

test("empty lines and comments are nothing", () => {
  expect([parseCommand(""), parseCommand("   # crash A")]).toEqual([undefined, undefined]);
});

test.each([
  ["explode A", "there is no command explode; help lists them"],
  ["crash", "crash takes a node, and 0 words follow it"],
  ["crash A B", "crash takes a node, and 2 words follow it"],
  ["partition A B", "partition takes groups with | between them"],
  ["partition A |", "partition takes groups with | between them"],
  ["slow A B", "slow takes two nodes and milliseconds from 0 to 60000"],
  ["slow A B -1", "slow takes two nodes and milliseconds from 0 to 60000"],
  ["load none", "load takes a whole number from 1 to 1000, not none"],
  ["stop", "stop what? stop load"],
  ["wait", "wait takes a time"],
  ["wait 5", "wait takes a time"],
  ["wait for 0 operations", "wait for takes a whole number from 1 to 1000000000, not 0"],
])("%s is refused", (line, why) => {
  expect(() => parseCommand(line)).toThrow(why);
});

test("the help tells of every command, by the word that it begins with", () => {
  const words = ["crash", "restart", "pause", "resume", "partition", "heal", "slow", "load", "stop", "wait", "status"];
  const told = commandHelp.split("\n").map((line) => line.split(" ")[0]);
  expect(told).toEqual(expect.arrayContaining([...words, "check", "quit"]));
});
