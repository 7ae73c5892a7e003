/** How a cluster looks: roles, fields, rates since the last look, and what cannot be known left empty. */
import type { HostStatus } from "distlab";
import { expect, test } from "vitest";
import { lookRows } from "../../../app/cluster/view";
import type { ClusterLook, ProcessLook } from "../../../app/cluster/view";

const counts = { sent: 0, delivered: 0, timers: 0, invoked: 0, completed: 0, saves: 0, syncs: 0, refused: 0 };

function statusOf(sent: number, saves: number): HostStatus {
  const view = { role: "leader", fields: { term: 3, log: "1 1 3", committed: 2 } };
  return { process: "A", nodes: { A: { view, up: true } }, counts: { ...counts, sent, saves, syncs: saves / 2 } };
}

const look = (atMs: number, process: ProcessLook): ClusterLook => ({ atMs, processes: [process] });
const up = { process: "A", pid: 7, condition: "up" } as const;

test("a row has the role, the fields and what was done a second since the last look", () => {
  const before = look(1000, { ...up, status: statusOf(100, 10) });
  const [, row] = lookRows(look(1500, { ...up, status: statusOf(200, 30) }), before);
  expect(row).toEqual(["A", "7", "up", "leader", "term 3  log 1 1 3  committed 2", "200", "40", "20"]);
});

test("a process that was restarted has no rates yet, and one that is down nothing but its name", () => {
  const before = look(1000, { ...up, status: statusOf(100, 10) });
  const [, again] = lookRows(look(1500, { ...up, pid: 8, status: statusOf(5, 5) }), before);
  expect(again!.slice(5)).toEqual(["", "", ""]);
  const [, down] = lookRows(look(1500, { ...up, condition: "down", status: statusOf(5, 5) }), before);
  expect(down).toEqual(["A", "", "down", "", "", "", "", ""]);
});

test("clients that share a process are counted together, and long fields show their ends", () => {
  const nodes = { c1: { view: {}, up: true }, c2: { view: {}, up: true } };
  const clients = { process: "clients", nodes, counts: { ...counts, invoked: 9, completed: 7 } };
  const [, row] = lookRows(look(0, { process: "clients", pid: 1, condition: "up", status: clients }), undefined);
  expect(row!.slice(3, 5)).toEqual(["2 clients", "asked 9, answered 7"]);
  const long = statusOf(0, 0);
  const view = { fields: { log: "1 2 3 4 5 6 7 8 9 10 11 12 13 14" } };
  const [, cut] = lookRows(look(0, { ...up, status: { ...long, nodes: { A: { view, up: true } } } }), undefined);
  expect(cut![4]).toBe("log … 6 7 8 9 10 11 12 13 14");
});
