// Tells those as well who are on the path.
// caught by: among loyal generals the order is obeyed, in no more letters than it takes
import type { Hearsay, Lieutenant, Order } from "distlab";

export function relay(lieutenant: Lieutenant, report: Hearsay): { to: string; report: Hearsay }[] {
  if (report.path.length > lieutenant.traitorsTolerated) return [];
  const path = [...report.path, lieutenant.self];
  const others = lieutenant.generals.filter((general) => general !== lieutenant.self);
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
  return believe(lieutenant.generals.slice(0, 1));
}
