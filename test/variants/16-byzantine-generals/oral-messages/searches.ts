// Keeps no table and looks every path up in the letters; a first letter stands for itself.
import type { Hearsay, Lieutenant, Order } from "distlab";

const isSame = (left: string[], right: string[]): boolean =>
  left.length === right.length && left.every((name, index) => name === right[index]);

export const relay = (me: Lieutenant, report: Hearsay): { to: string; report: Hearsay }[] =>
  report.path.length <= me.traitorsTolerated
    ? me.generals
        .filter((name) => name !== me.self && !report.path.includes(name))
        .map((to) => ({ to, report: { ...report, path: [...report.path, me.self] } }))
    : [];

function weigh(me: Lieutenant, heard: Hearsay[], path: string[], left: number): Order {
  const own = heard.find((report) => isSame(report.path, path))?.order === "attack" ? 1 : 0;
  if (left === 0) return own === 1 ? "attack" : "retreat";
  let [attacks, all] = [own, 1];
  for (const name of me.generals) {
    if (name === me.self || path.includes(name)) continue;
    all += 1;
    if (weigh(me, heard, [...path, name], left - 1) === "attack") attacks += 1;
  }
  return attacks > all - attacks ? "attack" : "retreat";
}

export const decide = (me: Lieutenant, heard: Hearsay[]): Order =>
  weigh(me, heard, [me.generals[0]!], me.traitorsTolerated);
