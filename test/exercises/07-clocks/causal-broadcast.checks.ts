/** Judges `07-clocks/causal-broadcast`: each rule by itself, then every order of arrival of two conversations. */
import { always, canAlwaysReach, causalBroadcastWith, grading, sometimes } from "distlab";
import type { CausalBroadcastAnswer, CausalBroadcastState, Property, Received, Speech } from "distlab";

type Member = CausalBroadcastState;

const members = ["A", "B", "C"];
const fresh = (self: string): Member => ({ role: "member", self, delivered: {}, buffer: [], seen: [] });
const texts = (state: Member): string[] => state.seen.map(({ text }) => text);

/** A member says something: who then has seen what, and what the others are sent. */
function say(answer: grading.Answer, state: Member, text: string) {
  const broadcast = answer.handler<CausalBroadcastAnswer["broadcast"]>("broadcast");
  return grading.attempt(broadcast, state, (out) => [text, out, { members, script: [] }]);
}

/** What a line looks like to those who get it. */
function lineOf({ sent, state }: grading.Attempt<Member>, text: string): Received {
  const line = sent.find(({ message }) => (message as { text?: string } | null)?.text === text)?.message;
  grading.expectTrue(line !== undefined, `"${text}" is sent to nobody`);
  return { from: state.self, line: line as Received["line"] };
}

function hear(answer: grading.Answer, state: Member, ...lines: Received[]): Member {
  const receive = answer.handler<CausalBroadcastAnswer["receive"]>("receive");
  const hearOne = (before: Member, line: Received): Member =>
    grading.attempt(receive, before, (out) => [line, out, { members, script: [] }]).state;
  return lines.reduce(hearOne, state);
}

/** Told without anybody's clocks: where a speaker had seen one line before he said another, so has everybody. */
const asItsSpeaker: Property = always<Member>("nobody sees a line before one that its speaker had seen", (world) => {
  const states = world.nodes.flatMap((node) => world.state(node) ?? []);
  for (const speaker of states) {
    for (const [index, said] of speaker.seen.entries()) {
      if (said.from !== speaker.self) continue;
      for (const { self, seen } of states) {
        const at = seen.findIndex(({ text }) => text === said.text);
        const before = seen.slice(0, Math.max(at, 0)).map(({ text }) => text);
        const missed =
          at < 0
            ? undefined
            : texts(speaker)
                .slice(0, index)
                .find((text) => !before.includes(text));
        if (missed !== undefined)
          return `${self} saw "${said.text}" and had not seen "${missed}", as ${speaker.self} had`;
      }
    }
  }
  return true;
});

const once: Property = always<Member>("nobody sees a line twice", (world) => {
  const doubled = world.nodes.find((node) => {
    const seen = texts(world.state(node) ?? fresh(node));
    return new Set(seen).size < seen.length;
  });
  return doubled === undefined || `${doubled} has seen ${texts(world.state(doubled)!).join(" / ")}`;
});

function conversation(answer: grading.Answer, script: readonly Speech[]) {
  const chat = causalBroadcastWith({
    broadcast: answer.handler<CausalBroadcastAnswer["broadcast"]>("broadcast"),
    receive: answer.handler<CausalBroadcastAnswer["receive"]>("receive"),
  })({ members, script });
  const sawAll = (state: Member | null): boolean => state?.seen.length === script.length;
  const everybody = canAlwaysReach<Member>("everybody can see every line", (world) =>
    world.nodes.every((node) => sawAll(world.state(node))),
  );
  const waits = sometimes<Member>("a line waits in a buffer", (world) =>
    world.nodes.some((node) => (world.state(node)?.buffer.length ?? 0) > 0),
  );
  return { protocol: chat, properties: [asItsSpeaker, once, everybody, waits], time: "asynchronous" as const };
}

export default grading.exercise({
  id: "07-clocks/causal-broadcast",
  title: "No answer before its question",
  kind: "write",
  exports: ["broadcast", "receive"],
  imports: ["deliverLine"],
  hints: [
    "Send along what you have seen when you speak: `state.delivered` says it in one count for each member.",
    "A line may be seen once you have seen at least as many lines of each member as its speaker had. Until then it stays in the buffer.",
    "Whenever a line is seen, go through the whole buffer again: it may have been the last one that another was waiting for, and that again for a third.",
  ],
  difference:
    "The reference's clock does not count the line itself, as the library's does; so there is no special case for the sender.",
  checks: [
    grading.example({
      name: "a line goes to all others once, and its speaker sees it at once",
      points: 1,
      hint: "`out.send` for everybody but yourself, `deliverLine` for yourself.",
      run(answer) {
        const said = say(answer, fresh("B"), "hello");
        grading.expectEqual(said.sent.map(({ to }) => to).toSorted(), ["A", "C"], "who is sent B's line");
        grading.expectEqual(texts(said.state), ["hello"], "what B has seen");
        grading.expectEqual(said.state.delivered["B"] ?? 0, 1, "how many of its own lines B counts");
      },
    }),
    grading.example({
      name: "what comes in order is seen at once",
      points: 1,
      hint: "A line waits only for what is missing.",
      run(answer) {
        const one = say(answer, fresh("A"), "one");
        const two = say(answer, one.state, "two");
        const heard = hear(answer, fresh("B"), lineOf(one, "one"), lineOf(two, "two"));
        grading.expectEqual(texts(heard), ["one", "two"], "what B has seen");
        grading.expectEqual(heard.buffer.length, 0, "how many lines are left in B's buffer");
      },
    }),
    grading.example({
      name: "what is not related does not wait",
      points: 2,
      hint: "C had seen nothing when he spoke, whatever you have seen or not.",
      run(answer) {
        const [ann, cid] = [say(answer, fresh("A"), "tea?"), say(answer, fresh("C"), "rain!")];
        const heard = hear(answer, fresh("B"), lineOf(cid, "rain!"));
        grading.expectEqual(texts(heard), ["rain!"], "what B, who has heard nothing of A, sees of C");
        const spoken = say(answer, hear(answer, fresh("B"), lineOf(ann, "tea?")), "yes");
        grading.expectEqual(
          texts(hear(answer, spoken.state, lineOf(cid, "rain!"))),
          ["tea?", "yes", "rain!"],
          "what B has seen, who had spoken already",
        );
      },
    }),
    grading.example({
      name: "one line may release many",
      points: 2,
      hint: "Each of them may be what the next was waiting for, whatever its place in the buffer.",
      run(answer) {
        const one = say(answer, fresh("A"), "one");
        const two = say(answer, hear(answer, fresh("B"), lineOf(one, "one")), "two");
        const three = say(answer, two.state, "three");
        const lines = [lineOf(one, "one"), lineOf(two, "two"), lineOf(three, "three")] as const;
        for (const order of [
          [2, 1, 0],
          [1, 2, 0],
        ] as const) {
          const heard = hear(answer, fresh("C"), ...order.map((place) => lines[place]));
          const what = `what C has seen after ${order.map((place) => place + 1).join(", ")} arrived in this order`;
          grading.expectEqual(texts(heard), ["one", "two", "three"], what);
        }
      },
    }),
    grading.exhaustive({
      name: "a question, its answer, and thanks for it: in every order of arrival",
      points: 3,
      hint: "Find the line in the run whose speaker had seen more than its receiver.",
      explore: (answer) =>
        conversation(answer, [
          { speaker: "A", text: "Who comes along?", atMs: 0 },
          { speaker: "B", text: "I do.", answering: "Who comes along?" },
          { speaker: "A", text: "Good.", answering: "I do." },
        ]),
    }),
    grading.exhaustive({
      name: "two talk at once, and one of them twice: in every order of arrival",
      points: 3,
      hint: "Lines of one speaker are related too, and an answer may come from anybody who has seen them.",
      explore: (answer) =>
        conversation(answer, [
          { speaker: "A", text: "Tea?", atMs: 0 },
          { speaker: "A", text: "Or coffee?", atMs: 5 },
          { speaker: "C", text: "It rains.", atMs: 0 },
          { speaker: "B", text: "Coffee!", answering: "Or coffee?" },
        ]),
    }),
  ],
});
