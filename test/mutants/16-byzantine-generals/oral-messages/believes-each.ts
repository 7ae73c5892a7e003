// Believes what each of the others says that he was told, without asking what he told others.
// caught by: seven generals withstand two who say whatever comes into their heads
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
    const votes = [direct, ...others.map((other): Order => told.get([...path, other].join(">")) ?? "retreat")];
    return votes.filter((vote) => vote === "attack").length * 2 > votes.length ? "attack" : "retreat";
  }
  return believe(lieutenant.generals.slice(0, 1));
}
