/**
 * Reading records whose names come from outside. A replica or a key may be called `constructor` or `__proto__`, which
 * every object seems to have: only what the record itself holds counts.
 */

/** The record's own field of this name, or undefined. */
export function ownField<Value>(record: { readonly [name: string]: Value }, name: string): Value | undefined {
  return Object.hasOwn(record, name) ? record[name] : undefined;
}

/** The count of this name; 0 where there is none. */
export function countOf(counts: { readonly [name: string]: number }, name: string): number {
  return ownField(counts, name) ?? 0;
}

/** Name by name the larger of the two counts. */
export function mergeCounts(
  left: { readonly [name: string]: number },
  right: { readonly [name: string]: number },
): { readonly [name: string]: number } {
  const names = Object.keys({ ...left, ...right });
  return Object.fromEntries(names.map((name) => [name, Math.max(countOf(left, name), countOf(right, name))]));
}

/** The record without the field of this name. */
export function withoutField<Value>(
  record: { readonly [name: string]: Value },
  name: string,
): { readonly [name: string]: Value } {
  return Object.fromEntries(Object.entries(record).filter(([other]) => other !== name));
}
