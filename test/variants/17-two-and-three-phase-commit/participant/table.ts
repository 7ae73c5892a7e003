// Looks the next phase up in a table, and saves the same phase once more when it is asked again.
import type { NodeId, ParticipantOut, ParticipantPhase } from "distlab";

type Participant = { phase: ParticipantPhase };
type Event = "yes" | "no" | "commit" | "abort" | "silence";

const next: Record<ParticipantPhase, Partial<Record<Event, ParticipantPhase>>> = {
  working: { yes: "prepared", no: "abort", commit: "commit", abort: "abort", silence: "abort" },
  prepared: { commit: "commit", abort: "abort" },
  commit: {},
  abort: {},
};

function step(participant: Participant, event: Event, out: ParticipantOut): ParticipantPhase {
  participant.phase = next[participant.phase][event] ?? participant.phase;
  out.save({ record: participant.phase });
  return participant.phase;
}

export function asked(participant: Participant, canCommit: boolean, coordinator: NodeId, out: ParticipantOut): void {
  out.send(coordinator, { kind: "Vote", yes: step(participant, canCommit ? "yes" : "no", out) !== "abort" });
}

export function told(
  participant: Participant,
  outcome: "commit" | "abort",
  coordinator: NodeId,
  out: ParticipantOut,
): void {
  step(participant, outcome, out);
  out.send(coordinator, { kind: "Acknowledgement" });
}

export function waited(participant: Participant, coordinator: NodeId, out: ParticipantOut): void {
  if (step(participant, "silence", out) === "prepared") out.send(coordinator, { kind: "Inquiry" });
}

export const restarted = (record: ParticipantPhase | "nothing"): ParticipantPhase =>
  ({ nothing: "abort", working: "abort", prepared: "prepared", commit: "commit", abort: "abort" } as const)[record];
