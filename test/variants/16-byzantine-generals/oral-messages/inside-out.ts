// Works from the longest paths to the shortest, and attacks where votes are even.
import type { Hearsay, Lieutenant, Order } from "distlab";

export function relay({ self, generals, traitorsTolerated }: Lieutenant, { path, order }: Hearsay) {
  const letters: { to: string; report: Hearsay }[] = [];
  for (const to of generals.toReversed()) {
    const isTold = to !== self && !path.includes(to) && path.length <= traitorsTolerated;
    if (isTold) letters.push({ to, report: { order, path: path.concat(self) } });
  }
  return letters;
}

export function decide({ self, generals, traitorsTolerated }: Lieutenant, heard: Hearsay[]): Order {
  let levels: string[][][] = [[[generals[0]!]]];
  for (let level = 0; level < traitorsTolerated; level++) {
    const longer = levels[level]!.flatMap((path) =>
      generals.filter((name) => name !== self && !path.includes(name)).map((name) => [...path, name]),
    );
    levels = [...levels, longer];
  }
  const attacks = new Set(heard.filter(({ order }) => order === "attack").map(({ path }) => path.join()));
  for (const paths of levels.slice(0, -1).toReversed()) {
    const before = new Set(attacks);
    for (const path of paths) {
      const others = generals.filter((name) => name !== self && !path.includes(name));
      const voters = [path, ...others.map((name) => [...path, name])];
      const sum = voters.reduce((votes, voter) => votes + (before.has(voter.join()) ? 1 : -1), 0);
      if (sum >= 0) attacks.add(path.join());
      else attacks.delete(path.join());
    }
  }
  return attacks.has(generals[0]!) ? "attack" : "retreat";
}
