/**
 * What arrays can do in every Node that the course runs on, and what the TypeScript inside tslab has not heard of. The
 * exercises' files know it from TypeScript's own library; with this, an answer that is right in its file compiles in a
 * cell too.
 */

/** Methods that return a changed copy. */
export interface CopyingMethods<T> {
  /** A copy in the opposite order. */
  toReversed(): T[];
  /** A sorted copy. */
  toSorted(compare?: (left: T, right: T) => number): T[];
  /** A copy in which `deleteCount` items from `start` on are replaced by others. */
  toSpliced(start: number, deleteCount?: number, ...items: T[]): T[];
  /** A copy with another item at one place. */
  with(index: number, value: T): T[];
}

declare global {
  interface Array<T> extends CopyingMethods<T> {}
  interface ReadonlyArray<T> extends CopyingMethods<T> {}
}
