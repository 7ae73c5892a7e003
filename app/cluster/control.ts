/** What the process that a person started and the processes of the cluster say to each other, through their own channel. */
import type { Address, Directory, HostStatus, NodeId } from "distlab";
import type { LoadOptions } from "./operations";

/** What runs in a process: one server, the clients of a load, or one client that reads everything once. */
export type Part =
  | { readonly kind: "server"; readonly node: NodeId }
  | { readonly kind: "load"; readonly load: LoadOptions }
  | { readonly kind: "reader"; readonly node: NodeId; readonly keys: readonly string[] };

/** How much is told: see `RealHostOptions`. */
export type TraceLevel = "all" | "history" | "none";

export interface ProcessSpec {
  readonly protocol: string;
  readonly servers: number;
  readonly part: Part;
  readonly process: string;
  readonly cluster: string;
  readonly folder: string;
  readonly life: number;
  readonly epochMs: number;
  readonly trace: TraceLevel;
  readonly groupCommit: boolean;
}

export type ToProcess =
  | { readonly kind: "open"; readonly spec: ProcessSpec }
  | { readonly kind: "route"; readonly directory: Directory }
  | { readonly kind: "start" }
  | { readonly kind: "cut"; readonly links: readonly (readonly [NodeId, NodeId])[] }
  | { readonly kind: "slow"; readonly node: NodeId; readonly delayMs: number }
  | { readonly kind: "status" }
  | { readonly kind: "stop" };

export type FromProcess =
  | { readonly kind: "listens"; readonly address: Address }
  | { readonly kind: "status"; readonly status: HostStatus }
  | { readonly kind: "refused"; readonly why: string }
  | { readonly kind: "stopped" }
  | { readonly kind: "failed"; readonly message: string };
