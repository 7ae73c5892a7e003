// Counts all letters alike, through however many hands they came.
// caught by: seven generals withstand two who always say the opposite
import type { Hearsay, Lieutenant, Order } from "distlab";

export function relay(lieutenant: Lieutenant, report: Hearsay): { to: string; report: Hearsay }[] {
  if (report.path.length > lieutenant.traitorsTolerated) return [];
  const path = [...report.path, lieutenant.self];
  const others = lieutenant.generals.filter((general) => !path.includes(general));
  return others.map((to) => ({ to, report: { path, order: report.order } }));
}

export function decide(lieutenant: Lieutenant, heard: Hearsay[]): Order {
  void lieutenant;
  const votes = heard.map(({ order }) => order);
  return votes.filter((vote) => vote === "attack").length * 2 > votes.length ? "attack" : "retreat";
}
