/**
 * A picture of a bank that never stops.
 *
 * Branches pay each other all day. The links lose nothing and keep their order. Somebody begins a snapshot; write the three
 * rules by which all branches together write down a picture that holds all the money, some of it on its way:
 *
 * - `record`: it is this branch's turn, because it begins or because its first marker has come. It is called once. It writes
 *   down `{ money, links, awaiting }` in `state.recorded` and tells all others with `{ kind: "Marker" }`.
 * - `marker`: a marker has come from `from`. By then this branch has recorded, before or just now.
 * - `payment`: `amount` has come from `from`. It belongs to `state.money`, and perhaps to the picture as well.
 *
 * In `state.recorded`, `money` is what the branch had, `links` the amounts that were on their way to it, a list for each
 * sender, and `awaiting` those from whom no marker has come yet: the picture is complete when it is empty everywhere. Before
 * `record` was called `state.recorded` is null. `config.members` are all branches, `state.self` is this one.
 *
 * Try it: `npx distlab check 07-clocks/snapshot`, or the button Check in the page.
 */
import type { ChandyLamportConfig, ChandyLamportOut, ChandyLamportState } from "distlab";

export function record(state: ChandyLamportState, out: ChandyLamportOut, config: ChandyLamportConfig): void {
  void [state, out, config]; // Your answer goes here, instead of this line.
}

export function marker(
  state: ChandyLamportState,
  from: string,
  out: ChandyLamportOut,
  config: ChandyLamportConfig,
): void {
  void [state, from, out, config]; // And here.
}

export function payment(state: ChandyLamportState, amount: number, from: string, out: ChandyLamportOut): void {
  void [state, amount, from, out]; // And here.
}
