/**
 * What a player is given: a run as moments that one steps through, with what each changed, and the diagram's places.
 * Plain JSON, and all that the view needs; `version` grows when an older view could not show it.
 */
import type { Layout } from "../space/layout";

/** The MIME type of a model. */
export const playerMimeType = "application/vnd.distlab.player+json";

export const playerVersion = 1;

/** What a node shows: all of it at the beginning, and then what changed. */
export interface NodeState {
  /** Index of the lane. */
  readonly lane: number;
  /** Missing where it did not change; empty where there is none any more. */
  readonly role?: string;
  /** Names and values in words, those that changed; null where a field is gone. */
  readonly fields: readonly (readonly [name: string, value: string | null])[];
  /** The order of all fields, where it changed. */
  readonly order?: readonly string[];
  /** Missing where it did not change. */
  readonly condition?: "up" | "down" | "paused";
}

/** A line of what a node did, or of what happened to it. */
export interface LogLine {
  /** -1: about no node in particular. */
  readonly lane: number;
  readonly text: string;
  readonly bad?: boolean;
}

/** A moment: one event, with what the node did because of it. */
export interface Step {
  readonly at: number;
  /** Index of its event in the trace; the events up to the next step's are part of it. */
  readonly event: number;
  /** Where the diagram's time line stands. */
  readonly y: number;
  /** In a few words: `RequestVote · C → A`. */
  readonly text: string;
  readonly bad?: boolean;
  readonly changes: readonly NodeState[];
  readonly log: readonly LogLine[];
}

/** Everything that a view needs. In `layout`, what says `event`, `sent` or `ended` is a step's index. */
export interface PlayerModel {
  readonly version: number;
  readonly title: string;
  readonly time: "ms" | "steps";
  /** Which step is shown at first. */
  readonly first: number;
  readonly layout: Layout;
  /** At the beginning, before the first step. */
  readonly states: readonly NodeState[];
  readonly steps: readonly Step[];
}

/** The model if `value` is one that this version can show, or a sentence that says why it is not. */
export function readModel(value: unknown): PlayerModel | string {
  if (typeof value !== "object" || value === null) return "This is not the recording of a run.";
  const { version, steps, layout, states } = value as Partial<PlayerModel>;
  if (typeof version !== "number" || !Array.isArray(steps) || !Array.isArray(states) || typeof layout !== "object") {
    return "This is not the recording of a run.";
  }
  if (version > playerVersion) return "This run was recorded by a newer version of the course.";
  return steps.length > 0 ? (value as PlayerModel) : "This run has no events.";
}
