/**
 * Who is on this machine?
 *
 * A placement such as jump hash says for a key which machine it is on, and it cannot be turned round: it does not say which
 * keys a machine has. Whoever moves data needs just that. Write two functions around a placement that you are given:
 * `place(key, machines)` is a number from 0 to `machines` - 1.
 *
 * - `shards(keys, machines, place)`: for each machine, also an empty one, its keys in the order in which they were given.
 * - `arrivals(before, machines, place)`: `before` are the shards as they are, one list for each machine of now, each where
 *   `place` wants it. There will be `machines` of them, more or fewer or as many. For each of the machines *to come*, the
 *   keys that it must receive, in any order; not those that it has already. If there are fewer, the last ones leave.
 *
 * To ask costs time: no key twice, and none of which you know without asking that it stays. `place` never moves a key
 * between two machines that stay. The lists that you are given belong to others.
 *
 * Try it: `npx distlab check 09-sharding/jump-inverted`, or the button Check in the page.
 */
import type { JumpInverted } from "distlab";

export const shards: JumpInverted["shards"] = (keys, machines, place) => {
  void [keys, machines, place]; // Your answer goes here, instead of this line.
  return [];
};

export const arrivals: JumpInverted["arrivals"] = (before, machines, place) => {
  void [before, machines, place]; // And here.
  return [];
};
