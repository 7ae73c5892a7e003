/** Quorums, against every set of answers of small memberships. */
import { describe, expect, test } from "vitest";
import {
  committedIndex,
  hasJointMajority,
  hasMajority,
  jointCommittedIndex,
  majority,
  nodeNames,
  quorumPromises,
  toleratedFailures,
  voteOutcome,
} from "distlab";

/** Every subset of a list. */
function subsets<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  const [first, ...rest] = items;
  if (first === undefined) return [[]];
  return subsets(rest).flatMap((subset) => [subset, [first, ...subset]]);
}

const meets = (left: readonly string[], right: readonly string[]): boolean => left.some((node) => right.includes(node));

describe("a majority", () => {
  test("3 survive 1, 4 survive 1, 5 survive 2", () => {
    expect([1, 2, 3, 4, 5].map(majority)).toEqual([1, 2, 2, 3, 3]);
    expect([3, 4, 5].map(toleratedFailures)).toEqual([1, 1, 2]);
  });

  test.each([1, 2, 3, 4, 5, 6])(
    "any two majorities of %i share a node, and with one vote fewer some do not",
    (count) => {
      const members = nodeNames(count);
      const all = subsets(members).filter((answered) => hasMajority(members, answered));
      expect(all.every((left) => all.every((right) => meets(left, right)))).toBe(true);
      const fewer = subsets(members).filter((answered) => answered.length >= majority(count) - 1);
      expect(fewer.some((left) => fewer.some((right) => !meets(left, right)))).toBe(true);
    },
  );

  test("strangers and answers that come twice do not count", () => {
    expect(hasMajority(["A", "B", "C"], ["A", "A", "X"])).toBe(false);
    expect(hasMajority(["A", "B", "C"], ["A", "X", "C"])).toBe(true);
  });

  test("a joint majority meets the majorities of both memberships", () => {
    const [before, after] = [
      ["A", "B", "C"],
      ["C", "D", "E", "F"],
    ];
    const joint = subsets(["A", "B", "C", "D", "E", "F"]).filter((set) => hasJointMajority(before!, after!, set));
    expect(joint.length).toBeGreaterThan(0);
    for (const set of joint) {
      for (const members of [before!, after!]) {
        const single = subsets(members).filter((answered) => hasMajority(members, answered));
        expect(single.every((other) => meets(set, other))).toBe(true);
      }
    }
  });
});

describe("a vote", () => {
  test("is won, lost or pending exactly as the answers that are still out can or cannot change it", () => {
    for (const count of [1, 2, 3, 4, 5]) {
      const members = nodeNames(count);
      for (const granted of subsets(members)) {
        const others = members.filter((member) => !granted.includes(member));
        for (const refused of subsets(others)) {
          const open = others.filter((member) => !refused.includes(member));
          const expected = hasMajority(members, granted)
            ? "won"
            : hasMajority(members, [...granted, ...open])
              ? "pending"
              : "lost";
          expect(voteOutcome(members, granted, refused)).toBe(expected);
        }
      }
    }
  });
});

describe("the committed index", () => {
  /** By its definition: the highest index that a majority has reached. */
  const byDefinition = (members: readonly string[], reached: Readonly<Record<string, number>>): number =>
    [3, 2, 1, 0].find((index) =>
      hasMajority(
        members,
        members.filter((member) => (reached[member] ?? 0) >= index),
      ),
    )!;

  test("is the highest that a majority has reached, for every progress of up to 4 members to index 3", () => {
    for (const count of [1, 2, 3, 4]) {
      const members = nodeNames(count);
      for (let code = 0; code < 4 ** count; code++) {
        const reached = Object.fromEntries(members.map((member, place) => [member, Math.floor(code / 4 ** place) % 4]));
        expect(committedIndex(members, reached)).toBe(byDefinition(members, reached));
        const rest = members.slice(1);
        const joint = Math.min(byDefinition(members, reached), rest.length === 0 ? 0 : byDefinition(rest, reached));
        expect(jointCommittedIndex(members, rest, reached)).toBe(joint);
      }
    }
  });

  test("a member that has not been heard of has reached nothing", () => {
    expect(committedIndex(["A", "B", "C"], { A: 9 })).toBe(0);
  });
});

describe("N, R and W", () => {
  test("for every N up to 5: read sets meet write sets exactly if R + W > N, writes each other if W > N / 2", () => {
    for (let count = 1; count <= 5; count++) {
      const bySize = (size: number) => subsets(nodeNames(count)).filter((set) => set.length === size);
      for (let reads = 1; reads <= count; reads++) {
        for (let writes = 1; writes <= count; writes++) {
          const promises = quorumPromises(count, reads, writes);
          const allMeet = (left: number) =>
            bySize(left).every((one) => bySize(writes).every((other) => meets(one, other)));
          expect(promises.readsMeetWrites).toBe(allMeet(reads));
          expect(promises.writesMeetWrites).toBe(allMeet(writes));
          expect([promises.readsSurvive, promises.writesSurvive]).toEqual([count - reads, count - writes]);
        }
      }
    }
  });

  test("what is out of range is refused", () => {
    expect(() => quorumPromises(3, 0, 2)).toThrow(
      "reads is 0; allowed is a whole number from 1 to the number of nodes, 3",
    );
    expect(() => quorumPromises(3, 2, 4)).toThrow("writes is 4");
  });
});
