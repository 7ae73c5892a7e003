// Acknowledges only the first time, and the coordinator repeats itself for ever when that is lost.
// caught by: the outcome is on disk before it is acknowledged, and every telling is acknowledged
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
  if (!undecided) return;
  moveTo(participant, outcome, out);
  out.send(coordinator, { kind: "Acknowledgement" });
}

export function waited(participant: Participant, coordinator: NodeId, out: ParticipantOut): void {
  if (participant.phase === "working") moveTo(participant, "abort", out);
  else if (participant.phase === "prepared") out.send(coordinator, { kind: "Inquiry" });
}

export function restarted(record: ParticipantPhase | "nothing"): ParticipantPhase {
  return record === "nothing" || record === "working" ? "abort" : record;
}
