/**
 * What the kernel's two threads say to each other. The wire thread owns the sockets, so that it hears an interrupt, a
 * shutdown or a heartbeat while a cell keeps the main thread busy; the main thread owns the language.
 */
import type { MessagePort } from "node:worker_threads";
import type { Channel, Header, RoutedMessage } from "./messages";

/** What the launcher hands to the wire thread when it starts it. */
export interface WireOptions {
  readonly kind: "wire";
  readonly connectionFile: string;
  readonly port: MessagePort;
  /** See `phases`. */
  readonly shared: SharedArrayBuffer;
  /** A file descriptor that reads as ended when our parent dies; undefined when the parent gave none. */
  readonly parentPipe: number | undefined;
}

/** What the launcher hands to the thread that only watches for the parent's death. */
export interface WatchOptions {
  readonly kind: "watch";
  readonly parentPipe: number;
}

export type ToMain =
  | { readonly kind: "request"; readonly channel: Channel; readonly message: RoutedMessage }
  /** Interrupt what runs, unless somebody has withdrawn this (`requested` is then no longer set). */
  | { readonly kind: "interrupt" }
  /** What ran was cut off from outside: its promises will never settle, and callbacks of ours may have been lost. */
  | { readonly kind: "terminated" }
  /** Every request that had come when the sweep was asked for has been handed over. */
  | { readonly kind: "swept" }
  /** The wire thread has answered a request by itself and said `idle` after it, which may not be so. */
  | { readonly kind: "answered" }
  | { readonly kind: "shutdown" };

/**
 * A message to the main thread, numbered from 1 without gaps. Cutting off what the main thread runs may take a message
 * with it that was just being delivered; the wire thread then sends again what has not been taken.
 */
export interface Numbered {
  readonly number: number;
  readonly message: ToMain;
}

export type ToWire =
  | {
      readonly kind: "send";
      readonly channel: Channel;
      readonly identities: readonly Uint8Array[];
      /** Header, parent header, metadata and content, as JSON: whoever made them has found out that they can be. */
      readonly parts: readonly string[];
      readonly buffers: readonly Uint8Array[];
    }
  /** A cell printed something; `parent` is the header of its request. */
  | { readonly kind: "print"; readonly parent: Header; readonly name: "stdout" | "stderr"; readonly text: string }
  | { readonly kind: "sweep" }
  /** The main thread is ready to end: send what is left, then end the process. */
  | { readonly kind: "exit" };

/**
 * Positions in the memory that both threads share: what the main thread does (see `phase`), whether an interrupt waits
 * to be noticed, and the number of the last message that the main thread has taken.
 */
export const slot = { phase: 0, requested: 1, taken: 2 } as const;

/** The size of that memory. */
export const sharedBytes = 3 * Int32Array.BYTES_PER_ELEMENT;

/**
 * What the main thread does, so that the wire thread knows how it may be interrupted.
 * - `idle`: nothing of ours; code that a cell left behind may run, or the loop waits
 * - `kernel`: our own code or the compiler, which must not be cut off
 * - `user`: a cell's synchronous part, inside a boundary that survives being cut off
 * - `ending`: the wire thread has decided to cut it off; the main thread must stay where it is until that happens
 */
export const phase = { idle: 0, kernel: 1, user: 2, ending: 3 } as const;
