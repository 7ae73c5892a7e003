// Takes every payment for one of a snapshot.
// caught by: without a snapshot, money is only money
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
  if (recorded) recorded.awaiting = recorded.awaiting.filter((member) => member !== from);
}

export function payment(state: ChandyLamportState, amount: number, from: string): void {
  state.money += amount;
  if (state.recorded!.awaiting.includes(from)) state.recorded.links[from]!.push(amount);
}
