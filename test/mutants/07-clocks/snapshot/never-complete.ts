// Leaves markers unread, so that the picture never ends.
// caught by: a marker ends its own link, and no other
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
  void [state, from];
}

export function payment(state: ChandyLamportState, amount: number, from: string): void {
  state.money += amount;
  if (state.recorded?.awaiting.includes(from)) state.recorded.links[from]!.push(amount);
}
