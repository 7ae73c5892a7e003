// Does what the commander told it, and listens to nobody else.
// caught by: four generals withstand every lie of one
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
    return votes.filter((vote) => vote === "attack").length * 2 > votes.length ? "attack" : "retreat";
  }
  return told.get(lieutenant.generals[0]!) ?? believe(lieutenant.generals.slice(0, 1));
}
