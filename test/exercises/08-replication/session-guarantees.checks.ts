/** Judges `08-replication/session-guarantees`: each guarantee, no more than it, and five hundred days of shopping. */
import { createRandom, grading } from "distlab";
import type { Data } from "distlab";

const session = (answer: grading.Answer): grading.Made => answer.create("createSession");
const accepts = (made: grading.Made, ...positions: number[]): Data =>
  positions.map((position) => made.call("accepts", position));

export default grading.exercise({
  id: "08-replication/session-guarantees",
  title: "My own writes, and never back in time",
  kind: "write",
  exports: ["createSession"],
  hints: [
    "What must a copy have, at least, before it may answer? Say it as one number.",
    "What if an old answer comes in after a newer one?",
  ],
  difference:
    "The reference keeps one number; two, one for each guarantee, give only one of them if that is all that is wanted.",
  checks: [
    grading.example({
      name: "who has done nothing yet may be answered by any copy",
      points: 1,
      hint: "No guarantee is about others' writes.",
      run: (answer) =>
        grading.expectEqual(accepts(session(answer), 0, 7), [true, true], "accepts(0) and accepts(7) in a new session"),
    }),
    grading.example({
      name: "a client sees what it has written",
      points: 2,
      hint: "A copy that is exactly as far as the write has it.",
      run(answer) {
        const made = session(answer);
        made.call("wrote", 5);
        grading.expectEqual(
          accepts(made, 4, 5, 6),
          [false, true, true],
          "accepts(4), accepts(5), accepts(6) after wrote(5)",
        );
      },
    }),
    grading.example({
      name: "a client never goes back",
      points: 2,
      hint: "Reading is remembered too.",
      run(answer) {
        const made = session(answer);
        made.call("read", 8);
        grading.expectEqual(accepts(made, 7, 8), [false, true], "accepts(7) and accepts(8) after read(8)");
      },
    }),
    grading.example({
      name: "old answers that come late change nothing",
      points: 2,
      hint: "Not the last position counts, but the furthest.",
      run(answer) {
        const made = session(answer);
        made.call("read", 8);
        made.call("read", 3);
        made.call("wrote", 6);
        grading.expectEqual(
          accepts(made, 7, 8),
          [false, true],
          "accepts(7) and accepts(8) after read(8), read(3), wrote(6)",
        );
      },
    }),
    grading.example({
      name: "500 days with three copies and two clients: nothing older is seen, and no copy is refused without need",
      points: 3,
      hint: "Two clients have two memories, and an answer may come after a newer one.",
      run(answer) {
        for (let seed = 1; seed <= 500; seed++) {
          const random = createRandom(seed);
          const clients = [session(answer), session(answer)];
          const needs = [0, 0];
          const copies = [0, 0, 0];
          const late: [who: number, position: number][] = [];
          for (let step = 0; step < 12; step++) {
            const who = random.index(2);
            if (random.chance(0.4)) {
              copies[0]! += 1;
              clients[who]!.call("wrote", copies[0]!);
              needs[who] = copies[0]!;
            }
            const copy = 1 + random.index(2);
            if (random.chance(0.5)) copies[copy] = Math.max(copies[copy]!, random.index(copies[0]! + 1));
            const position = copies[random.index(3)]!;
            const expected = position >= needs[who]!;
            grading.expectEqual(
              clients[who]!.call("accepts", position),
              expected,
              `day ${seed}: accepts(${position}) by a client that has been as far as ${needs[who]}`,
            );
            if (!expected) continue;
            if (random.chance(0.3)) late.push([who, position]);
            else {
              clients[who]!.call("read", position);
              needs[who] = position;
            }
            const [arrives] = random.chance(0.5) ? late.splice(0, 1) : [];
            if (arrives === undefined) continue;
            clients[arrives[0]]!.call("read", arrives[1]);
            needs[arrives[0]] = Math.max(needs[arrives[0]]!, arrives[1]);
          }
        }
        return "500 days";
      },
    }),
  ],
});
