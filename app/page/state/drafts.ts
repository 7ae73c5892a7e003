/**
 * Where unsaved text waits: this browser's local storage, one entry a tab, because two tabs with one chapter must not
 * overwrite each other's. A tab holds a lock for as long as it lives; an entry whose lock nobody holds was left behind
 * by a tab that is gone, and the next one to open the chapter takes it over.
 */
import { readDraft, type Draft } from "../model/draft";

const prefix = "distlab:draft:";
const tab = crypto.randomUUID();
const lockName = (id: string): string => `distlab:tab:${id}`;

if ("locks" in navigator) void navigator.locks.request(lockName(tab), () => new Promise(() => {}));

async function livingTabs(): Promise<ReadonlySet<string>> {
  if (!("locks" in navigator)) return new Set();
  const { held = [] } = await navigator.locks.query();
  return new Set(held.map((lock) => lock.name ?? ""));
}

export class DraftStore {
  readonly #key: string;
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
    this.#key = `${prefix}${tab}:${path}`;
  }

  /** False when the browser has no room. */
  write(draft: Draft): boolean {
    try {
      localStorage.setItem(this.#key, JSON.stringify(draft));
      return true;
    } catch {
      return false;
    }
  }

  clear(): void {
    localStorage.removeItem(this.#key);
  }

  /** Drafts of this chapter that tabs which are gone have left, removed from the store: the caller has them now. */
  async orphans(): Promise<Draft[]> {
    const living = await livingTabs();
    const drafts: Draft[] = [];
    for (const key of Object.keys(localStorage)) {
      if (!key.startsWith(prefix) || !key.endsWith(`:${this.#path}`)) continue;
      const owner = key.slice(prefix.length, -this.#path.length - 1);
      if (owner !== tab && living.has(lockName(owner))) continue;
      const draft = readDraft(localStorage.getItem(key));
      if (draft !== null) drafts.push(draft);
      // Ours now: it is written again, under this tab's name, with the first change that is not saved.
      if (draft !== null && key !== this.#key) this.write(draft);
      if (key !== this.#key) localStorage.removeItem(key);
    }
    return drafts;
  }

  /** The chapter is closed in this tab; what could not be saved stays for the next one who opens it. */
  release(): void {
    const left = localStorage.getItem(this.#key);
    if (left === null) return;
    localStorage.setItem(`${prefix}left-${crypto.randomUUID()}:${this.#path}`, left);
    localStorage.removeItem(this.#key);
  }
}
