/**
 * Two choices.
 *
 * Write a balancer that draws two *different* servers at random, asks these two how much they have to do, and picks the
 * one that has less. If both have as much, either of the two gets it, with the same chance for every server. If there is
 * only one server, it gets everything.
 *
 * To ask costs a message: at most two questions for each request. `random` draws from 0 up to, not including, 1; the number
 * of servers may change from one request to the next.
 *
 * Try it: `npx distlab check 03-building-blocks/two-choices`, or the button Check in the page.
 */
import type { TwoChoicesAnswer } from "distlab";

export const createBalancer: TwoChoicesAnswer["createBalancer"] = (random) => {
  void random;
  return {
    pick(servers, loadOf) {
      void [servers, loadOf]; // Your answer goes here, instead of this line.
      return -1;
    },
  };
};
