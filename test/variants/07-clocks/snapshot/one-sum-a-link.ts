// Keeps one sum for each link, and sends the markers first: nothing can come in between.
import type { ChandyLamportConfig, ChandyLamportOut, ChandyLamportState } from "distlab";

export function record(state: ChandyLamportState, out: ChandyLamportOut, config: ChandyLamportConfig): void {
  const others = config.members.filter((member) => member !== state.self);
  for (const other of others) out.send(other, { kind: "Marker" });
  state.recorded = {
    money: state.money,
    links: Object.fromEntries(others.map((from) => [from, []])),
    awaiting: others,
  };
}

export function marker(state: ChandyLamportState, from: string): void {
  const { recorded } = state;
  if (recorded) recorded.awaiting = recorded.awaiting.filter((member) => member !== from);
}

export function payment(state: ChandyLamportState, amount: number, from: string): void {
  state.money += amount;
  if (!state.recorded?.awaiting.includes(from)) return;
  const [before = 0] = state.recorded.links[from] ?? [];
  state.recorded.links[from] = [before + amount];
}
