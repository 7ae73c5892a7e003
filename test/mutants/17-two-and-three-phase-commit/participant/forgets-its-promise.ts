// Aborts whatever was not finished when it boots again.
// caught by: after a crash it goes on from what it saved
import type { NodeId, ParticipantOut, ParticipantPhase } from "distlab";

type Participant = { phase: ParticipantPhase };

function moveTo(participant: Participant, phase: ParticipantPhase, out: ParticipantOut): void {
  participant.phase = phase;
  out.save({ record: phase });
}

export function asked(participant: Participant, canCommit: boolean, coordinator: NodeId, out: ParticipantOut): void {
  if (participant.phase === "commit") return;
  if (participant.phase === "working") moveTo(participant, canCommit ? "prepared" : "abort", out);
  out.send(coordinator, { kind: "Vote", yes: participant.phase === "prepared" });
}

export function told(
  participant: Participant,
  outcome: "commit" | "abort",
  coordinator: NodeId,
  out: ParticipantOut,
): void {
  const undecided = participant.phase === "working" || participant.phase === "prepared";
  if (undecided) moveTo(participant, outcome, out);
  out.send(coordinator, { kind: "Acknowledgement" });
}

export function waited(participant: Participant, coordinator: NodeId, out: ParticipantOut): void {
  if (participant.phase === "working") moveTo(participant, "abort", out);
  else if (participant.phase === "prepared") out.send(coordinator, { kind: "Inquiry" });
}

export function restarted(record: ParticipantPhase | "nothing"): ParticipantPhase {
  return record === "commit" ? "commit" : "abort";
}
