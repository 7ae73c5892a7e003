// Draws again until the second differs, and lets a coin decide where both have as much to do.
import type { TwoChoicesAnswer } from "distlab";

export const createBalancer: TwoChoicesAnswer["createBalancer"] = (random) => {
  const draw = (count: number) => Math.floor(random() * count);
  return {
    pick(servers, loadOf) {
      const first = draw(servers);
      let second = first;
      while (servers > 1 && second === first) second = draw(servers);
      if (first === second) return first;
      const [one, other] = [loadOf(first), loadOf(second)];
      if (one === other) return random() < 0.5 ? first : second;
      return one < other ? first : second;
    },
  };
};
