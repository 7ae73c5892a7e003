// Where votes are even, does what the commander told it: everybody was told something else.
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
    const votes = [direct, ...others.map((other) => believe([...path, other]))];
    const attacks = votes.filter((vote) => vote === "attack").length;
    if (attacks * 2 === votes.length) return direct;
    return attacks * 2 > votes.length ? "attack" : "retreat";
  }
  return believe(lieutenant.generals.slice(0, 1));
}
