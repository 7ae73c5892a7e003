/** Remote calls and locks with a mistake. */
import type { AnyProtocol, NodeId, Protocol } from "../../protocol";
import { fencedLease, noWriteByAnOldHolder } from "../fenced-lease";
import { atMostOnce, remoteCall } from "../remote-call";
import type { RemoteCallMessage, ServerSaved, ServerState } from "../remote-call";
import type { BrokenProtocol } from "./broken-protocol";

type Nodes = { readonly [node: NodeId]: AnyProtocol };

export const unguardedRetry: BrokenProtocol = {
  name: "unguarded retry",
  mistake: "A client asks again when no reply comes, and the server does not remember what it has done.",
  protocol: remoteCall({ calls: ["pay 30"], attempts: 2 }) as unknown as Nodes,
  property: atMostOnce,
  time: "asynchronous",
};

export const idsInMemory: BrokenProtocol = {
  name: "ids in memory only",
  mistake: "A server remembers which calls it has served, but not on its disk.",
  protocol: remoteCall({ calls: ["pay 30"], attempts: 2, remember: "in memory" }) as unknown as Nodes,
  property: atMostOnce,
  time: "asynchronous",
  faults: { crashes: 1, restarts: 1 },
};

type Server = Protocol<ServerState, RemoteCallMessage, never, ServerSaved>;

/** A server that saves what it did, and then that it did it. */
function twoStepServer(): Server {
  return {
    name: "two-step server",
    start: (_self, saved) => ({
      role: "server",
      performed: [...(saved?.performed ?? [])],
      answers: [...(saved?.answers ?? [])],
    }),
    onMessage(state, message, from, out) {
      if (message.kind !== "Call") return;
      const { id, body } = message;
      const known = state.answers.find((answer) => answer.id === id);
      if (known) return out.send(from, { kind: "Reply", id, result: known.result });
      const before = [...state.answers];
      state.performed.push({ id, body });
      const result = state.performed.length;
      out.save({ performed: state.performed, answers: before });
      state.answers.push({ id, result });
      out.save({ performed: state.performed, answers: state.answers });
      out.send(from, { kind: "Reply", id, result });
    },
    view: (state) => ({ role: "server", fields: { performed: state.performed.map((done) => done.body) } }),
  };
}

export const twoStepSave: BrokenProtocol = {
  name: "two-step save",
  mistake: "A server saves first what it did, and then that it did it; a crash can come between.",
  protocol: {
    ...remoteCall({ calls: ["pay 30"], attempts: 2, remember: "on disk" }),
    server: twoStepServer(),
  } as unknown as Nodes,
  property: atMostOnce,
  time: "asynchronous",
  faults: { crashes: 1, restarts: 1 },
};

export const noFencing: BrokenProtocol = {
  name: "no fencing",
  mistake: "The storage does not look at the token of a write, and so takes one from a holder whose lease has run out.",
  protocol: fencedLease({ fencing: false }) as unknown as Nodes,
  property: noWriteByAnOldHolder,
  time: "asynchronous",
};
