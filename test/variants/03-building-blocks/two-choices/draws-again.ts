// Draws again until the second differs, and lets a coin decide where both have as much to do.
import type { TwoChoicesAnswer } from "distlab";

export const createBalancer: TwoChoicesAnswer["createBalancer"] = (random) => {
  const draw = (count: number) => Math.floor(random() * count);
  return {
    pick(servers, loadOf) {
      const first = draw(servers);
      if (servers === 1) return first;
      let second = draw(servers);
      while (second === first) second = draw(servers);
      const [one, other] = [loadOf(first), loadOf(second)];
      if (one === other) return random() < 0.5 ? first : second;
      return one < other ? first : second;
    },
  };
};
