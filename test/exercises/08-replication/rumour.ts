/**
 * When a rumour gets boring.
 *
 * Write one node's interest in one rumour, with *feedback* and a *counter*: once it has heard, it calls somebody in each
 * cycle, until `k` calls in a row have reached somebody who knew already. A useful call sets the counter back. Hearing
 * the rumour again makes nobody interested again.
 *
 * `hears()` tells it the rumour; `isInterested()` asks whether it calls somebody in the next cycle; `called(knewAlready)`
 * tells it what came of a call: true where the other knew already, so that the call was futile.
 *
 * Try it: `npx distlab check 08-replication/rumour`, or the button Check in the page.
 */
import type { Spreader } from "distlab";

export function createSpreader(k: number): Spreader {
  void k;
  return {
    hears: () => undefined,
    isInterested() {
      throw new Error("not written yet"); // Your answer goes here, instead of these lines.
    },
    called(knewAlready) {
      void knewAlready; // And here.
    },
  };
}
