/** Where keys live: rings, rendezvous, jump hash, copysets, against the figures that were published. */
import { describe, expect, test } from "vitest";
import { hash32, hash53, hashUnit } from "../../lib/structures/hash";
import { createHashRing, ringOwner, ringOwners, ringShares } from "../../lib/structures/hash-ring";
import { copysets, jumpHash, moduloOwner, rendezvousOwner, rendezvousOwners } from "../../lib/structures/placement";
import { createRandom } from "distlab";

const keys = Array.from({ length: 20_000 }, (_, index) => `key ${index}`);
const names = (count: number): readonly string[] => Array.from({ length: count }, (_, index) => `node ${index}`);

/** The share of keys whose owner differs. */
function moved(before: (key: string) => string, after: (key: string) => string): number {
  return keys.filter((key) => before(key) !== after(key)).length / keys.length;
}

describe("the hash", () => {
  test("is the same on every machine", () => {
    expect([hash32(""), hash32("a"), hash32("a", 1), hash53("distlab")]).toMatchInlineSnapshot(`
      [
        2872998923,
        2448022055,
        1929913494,
        6734792056786933,
      ]
    `);
  });

  test("spreads consecutive keys evenly: chi-square over 100 buckets within its 99.9 % limit", () => {
    const buckets = Array.from({ length: 100 }, () => 0);
    for (const key of keys) buckets[Math.floor(hashUnit(key) * 100)]! += 1;
    const expected = keys.length / 100;
    const chiSquare = buckets.reduce((sum, count) => sum + ((count - expected) * (count - expected)) / expected, 0);
    expect(chiSquare).toBeLessThan(148.2);
  });
});

describe("moving from 4 nodes to 5", () => {
  test("modulo moves four fifths of the keys", () => {
    expect(
      moved(
        (key) => moduloOwner(names(4), key),
        (key) => moduloOwner(names(5), key),
      ),
    ).toBeCloseTo(0.8, 1);
  });

  test("a ring and rendezvous move about a fifth, and only to the new node", () => {
    const rings = [createHashRing(names(4), 1000), createHashRing(names(5), 1000)] as const;
    expect(
      moved(
        (key) => ringOwner(rings[0], key),
        (key) => ringOwner(rings[1], key),
      ),
    ).toBeCloseTo(0.2, 1);
    expect(
      moved(
        (key) => rendezvousOwner(names(4), key),
        (key) => rendezvousOwner(names(5), key),
      ),
    ).toBeCloseTo(0.2, 1);
    for (const key of keys.slice(0, 2000)) {
      const [before, after] = [ringOwner(rings[0], key), ringOwner(rings[1], key)];
      expect(after === before || after === "node 4").toBe(true);
    }
  });
});

describe("a hash ring", () => {
  test("shares add up to one, and replicas are different nodes", () => {
    const ring = createHashRing(names(7), 20);
    expect(Object.values(ringShares(ring)).reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
    for (const key of keys.slice(0, 500)) {
      const owners = ringOwners(ring, key, 3);
      expect(new Set(owners).size).toBe(3);
      expect(owners[0]).toBe(ringOwner(ring, key));
    }
    expect(ringOwners(ring, "x", 20)).toHaveLength(7);
  });

  // One ring of 1000 nodes has a sampling error of its own; several rings are averaged.
  test.each([
    [1, 0.999, 10],
    [10, 0.3161, 4],
    [100, 0.0999, 2],
  ])(
    "Lamping and Veach 2014, section 5: with %i places a node the load's standard error is √((n−1)/(vn+1)) = %f, within 3 %%",
    (places, published, rings) => {
      const errors = Array.from({ length: rings }, (_, ring) => {
        const shares = Object.values(
          ringShares(
            createHashRing(
              names(1000).map((name) => `${name}/${ring}`),
              places,
            ),
          ),
        );
        return shares.reduce((sum, share) => sum + (share * 1000 - 1) * (share * 1000 - 1), 0) / 1000;
      });
      const standardError = Math.sqrt(errors.reduce((sum, error) => sum + error, 0) / rings);
      expect(Math.abs(standardError / published - 1)).toBeLessThan(0.03);
      expect(Math.sqrt(999 / (places * 1000 + 1))).toBeCloseTo(published, 3);
    },
  );

  test("an empty ring and no places are refused", () => {
    expect(() => ringOwner(createHashRing([]), "x")).toThrow("the ring is empty");
    expect(() => createHashRing(names(2), 0)).toThrow("virtualNodes is 0");
  });
});

describe("rendezvous", () => {
  test("a node that leaves gives up its own keys and no others", () => {
    const without = names(5).filter((name) => name !== "node 2");
    for (const key of keys.slice(0, 3000)) {
      const before = rendezvousOwner(names(5), key);
      if (before !== "node 2") expect(rendezvousOwner(without, key)).toBe(before);
    }
    expect(new Set(rendezvousOwners(names(5), "x", 3)).size).toBe(3);
  });
});

describe("jump hash (Lamping and Veach 2014, figure 1)", () => {
  // Values that other implementations of the published function give.
  test.each([
    [10_863_919_174_838_991n, 11, 6],
    [2_016_238_256_797_177_309n, 11, 3],
    [1_673_758_223_894_951_030n, 11, 5],
    [2n, 100_001, 80_343],
    [2201n, 100_001, 22_152],
    [2202n, 100_001, 15_018],
  ])("key %d of %d buckets is in bucket %d, 64 bits exact", (key, buckets, bucket) => {
    expect(jumpHash(key, buckets)).toBe(bucket);
  });

  test("with one bucket more, a key stays or moves to the new one", () => {
    for (let key = 0; key < 2000; key++) {
      for (const buckets of [1, 2, 9, 40]) {
        const after = jumpHash(key, buckets + 1);
        expect(after === jumpHash(key, buckets) || after === buckets).toBe(true);
      }
    }
  });

  test("no buckets are refused", () => {
    expect(() => jumpHash(1, 0)).toThrow("buckets is 0; allowed is a whole number from 1");
  });
});

describe("copysets (Cidon et al. 2013)", () => {
  const nodes = names(999);

  test("with R = 3 and scatter width 2, every node is in one group of three", () => {
    const groups = copysets(nodes, { replicas: 3, scatterWidth: 2, random: createRandom(1).next });
    expect(groups).toHaveLength(333);
    expect(new Set(groups.flat()).size).toBe(999);
  });

  test("5,000 nodes, R = 3, 1 % down: random replicas lose data nearly always, copysets in 0.15 % of cases, within 0.1 points", () => {
    const random = createRandom(5);
    const cluster = names(5000);
    const groups = copysets(cluster, { replicas: 3, scatterWidth: 2, random: random.next });
    const rounds = 20_000;
    let lost = 0;
    for (let round = 0; round < rounds; round++) {
      const down = new Set<string>();
      while (down.size < 50) down.add(cluster[random.index(5000)]!);
      // A group is lost if all of it is down; only groups of a node that is down need a look.
      if (lostGroup(groups, down)) lost += 1;
    }
    expect(Math.abs(lost / rounds - 0.0015)).toBeLessThan(0.001);
  });
});

function lostGroup(groups: readonly (readonly string[])[], down: ReadonlySet<string>): boolean {
  const counts = new Map<number, number>();
  for (const node of down) {
    const group = groupOf(groups).get(node);
    if (group !== undefined) counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return [...counts].some(([group, count]) => count === groups[group]!.length);
}

const groupIndexes = new WeakMap<object, Map<string, number>>();

function groupOf(groups: readonly (readonly string[])[]): Map<string, number> {
  let index = groupIndexes.get(groups);
  if (!index) {
    index = new Map(groups.flatMap((group, place) => group.map((node) => [node, place] as const)));
    groupIndexes.set(groups, index);
  }
  return index;
}
