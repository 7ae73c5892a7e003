/**
 * A marker divides a link in two: what comes before it left its sender before he wrote down his figure, what comes after it
 * was still his. So a payment belongs to the picture of the link if it comes after this branch's own figure and before the
 * link's marker; with it, every payment is counted once: by its sender, on the link, or by its receiver.
 */
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
  if (state.recorded?.awaiting.includes(from)) state.recorded.links[from]!.push(amount);
}
