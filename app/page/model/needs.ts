/** What a chapter needs, and which of that must be drawn: whoever reads 10, which needs 02, need not be told of 02. */

interface Needing {
  readonly id: string;
  readonly prerequisites: readonly string[];
}

/** All that `id` needs, directly or by way of another, without itself. What is not among the chapters needs nothing. */
export function allNeeds(id: string, chapters: readonly Needing[]): ReadonlySet<string> {
  const found = new Set<string>();
  const visit = (one: string): void => {
    for (const need of chapters.find((chapter) => chapter.id === one)?.prerequisites ?? []) {
      if (found.has(need)) continue;
      found.add(need);
      visit(need);
    }
  };
  visit(id);
  found.delete(id);
  return found;
}

/** The prerequisites of `chapter` that none of its other prerequisites needs, in their order. */
export function nearestNeeds(chapter: Needing, chapters: readonly Needing[]): readonly string[] {
  const implied = new Set(chapter.prerequisites.flatMap((need) => [...allNeeds(need, chapters)]));
  return chapter.prerequisites.filter((need) => !implied.has(need));
}
