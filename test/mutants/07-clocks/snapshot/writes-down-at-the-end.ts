// Writes down its figure when the last marker has come, as if nothing had happened in between.
// caught by: two branches that both begin, two payments each: in every order
import type { ChandyLamportConfig, ChandyLamportOut, ChandyLamportState } from "distlab";

export function record(state: ChandyLamportState, out: ChandyLamportOut, config: ChandyLamportConfig): void {
  const others = config.members.filter((member) => member !== state.self);
  state.recorded = {
    money: state.money,
    links: Object.fromEntries(others.map((from) => [from, []])),
    awaiting: others,
  };
  for (const other of others) out.send(other, { kind: "Marker" });
}

export function marker(state: ChandyLamportState, from: string): void {
  const { recorded } = state;
  if (!recorded) return;
  recorded.awaiting = recorded.awaiting.filter((member) => member !== from);
  if (recorded.awaiting.length === 0) recorded.money = state.money;
}

export function payment(state: ChandyLamportState, amount: number, from: string): void {
  state.money += amount;
  if (state.recorded?.awaiting.includes(from)) state.recorded.links[from]!.push(amount);
}
