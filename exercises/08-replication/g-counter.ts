/**
 * Counting without asking.
 *
 * Each replica counts visits by itself, and now and then two of them merge. After all have merged with all, in whatever
 * order and however often, all show the number of visits that there were.
 *
 * A counter is plain data, of whatever shape you like. Nothing that is passed in may be changed.
 *
 * Try it: `npx distlab check 08-replication/g-counter`, or the button Check in the page.
 */
import type { Data, NodeId } from "distlab";

export function empty(): Data {
  return null;
}

export function increment(counter: Data, replica: NodeId, by: number): Data {
  void [counter, replica, by];
  return null; // Your answer goes here, instead of these lines.
}

export function merge(left: Data, right: Data): Data {
  void [left, right];
  return null; // And here.
}

export function value(counter: Data): number {
  void counter;
  return -1; // And here.
}
