// Votes on what the others say and leaves out what it was told itself.
// caught by: five generals, whose votes may be even, withstand every lie of one
import type { Hearsay, Lieutenant, Order } from "distlab";

export function relay(lieutenant: Lieutenant, report: Hearsay): { to: string; report: Hearsay }[] {
  if (report.path.length > lieutenant.traitorsTolerated) return [];
  const path = [...report.path, lieutenant.self];
  const others = lieutenant.generals.filter((general) => !path.includes(general));
  return others.map((to) => ({ to, report: { path, order: report.order } }));
}

export function decide(lieutenant: Lieutenant, heard: Hearsay[]): Order {
  const told = new Map(heard.map(({ path, order }) => [path.join(">"), order]));
  function believe(path: string[]): Order {
    const direct = told.get(path.join(">")) ?? "retreat";
    if (path.length > lieutenant.traitorsTolerated) return direct;
    const others = lieutenant.generals.filter((general) => general !== lieutenant.self && !path.includes(general));
    if (others.length === 0) return direct;
    const votes = [...others.map((other) => believe([...path, other]))];
    return votes.filter((vote) => vote === "attack").length * 2 > votes.length ? "attack" : "retreat";
  }
  return believe(lieutenant.generals.slice(0, 1));
}
