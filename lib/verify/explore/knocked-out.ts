/** A protocol with guards out of force: what a run without them is replayed with. */
import type { Data } from "../../data";
import type { AnyProtocol, Out } from "../../protocol";

type AnyOut = Out<Data, string, Data>;

/** The protocol without these guards; `save` stands for every save. */
export function withoutGuards(protocol: AnyProtocol, names: ReadonlySet<string>): AnyProtocol {
  if (names.size === 0) return protocol;
  const weakened = (out: AnyOut): AnyOut =>
    Object.create(out, {
      guard: { value: (name: string, condition: boolean) => condition || names.has(name) },
      save: { value: (saved: Data) => void (names.has("save") || out.save(saved)) },
    }) as AnyOut;
  const { onTimer } = protocol;
  return {
    ...protocol,
    start: (self, saved, out) => protocol.start(self, saved, weakened(out)),
    onMessage: (state, message, from, out) => protocol.onMessage(state, message, from, weakened(out)),
    ...(onTimer ? { onTimer: (state, timer, out) => onTimer.call(protocol, state, timer, weakened(out)) } : {}),
  };
}
