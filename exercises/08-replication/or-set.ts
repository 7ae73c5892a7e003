/**
 * A set that can be changed in two places.
 *
 * Two people change a shopping basket on two replicas, which merge now and then. When all have merged with all, all show
 * the same. A removal removes what its replica has seen of the element, and no more: if somebody else adds the element at
 * the same time, it is in the basket afterwards (*add wins*). Who removes it after having heard of the addition removes
 * it everywhere, and it does not come back with old news.
 *
 * A set is plain data, of whatever shape you like. Nothing that is passed in may be changed; `elements` are sorted.
 *
 * Try it: `npx distlab check 08-replication/or-set`, or the button Check in the page.
 */
import type { Data, NodeId } from "distlab";

export function empty(): Data {
  return null;
}

export function add(set: Data, element: string, replica: NodeId): Data {
  void [set, element, replica];
  return null; // Your answer goes here, instead of these lines.
}

export function remove(set: Data, element: string): Data {
  void [set, element];
  return null; // And here.
}

export function merge(left: Data, right: Data): Data {
  void [left, right];
  return null; // And here.
}

export function elements(set: Data): string[] {
  void set;
  return ["not written yet"]; // And here.
}
