/**
 * The participant.
 *
 * Four rules of a database that takes part in two-phase commit. `participant.phase` is `working` until it has voted,
 * `prepared` once it has voted yes, and `commit` or `abort` when it knows the outcome.
 *
 * - `asked`: the coordinator asks for a vote; `canCommit` says whether this database could. Vote with
 *   `out.send(coordinator, { kind: "Vote", yes })`. Who is asked again votes as before.
 * - `told`: the outcome. It is final. Answer `{ kind: "Acknowledgement" }`, every time that you are told.
 * - `waited`: nothing has been heard for long. Who may leave, leaves; who may not, sends `{ kind: "Inquiry" }`.
 * - `restarted`: after a crash, from what was saved last (`"nothing"` if nothing was), the phase to go on in. The
 *   work that was done before the vote is lost in a crash, and nobody will do it again.
 *
 * Save with `out.save({ record: participant.phase })`. Anything may crash between any two of your lines; messages may
 * come late, twice, or never. Timers are none of your business.
 *
 * Try it: `npx distlab check 17-two-and-three-phase-commit/participant`, or the button Check in the page.
 */
import type { NodeId, ParticipantOut, ParticipantPhase } from "distlab";

type Participant = { phase: ParticipantPhase };

export function asked(participant: Participant, canCommit: boolean, coordinator: NodeId, out: ParticipantOut): void {
  void [participant, canCommit, coordinator, out]; // Your answer goes here, instead of this line.
}

export function told(
  participant: Participant,
  outcome: "commit" | "abort",
  coordinator: NodeId,
  out: ParticipantOut,
): void {
  void [participant, outcome, coordinator, out]; // And here.
}

export function waited(participant: Participant, coordinator: NodeId, out: ParticipantOut): void {
  void [participant, coordinator, out]; // And here.
}

export function restarted(record: ParticipantPhase | "nothing"): ParticipantPhase {
  void record;
  throw new Error("not written yet"); // And here.
}
