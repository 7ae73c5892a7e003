/**
 * What is on its way to a node: an inbox, a list of message numbers in a normal form, so that two inboxes from which
 * the same can happen are the same number. The three networks differ only in that form and in what may arrive next.
 */
import type { Network } from "./options";
import { PairMap, Sequences } from "./tables";

/** Nothing is on its way. */
export const emptyInbox = 0;

export class Inboxes {
  private readonly lists = new Sequences();
  private readonly added = new PairMap();
  private readonly removed = new PairMap();

  /** @param senderOf the sender of a message, by the message's number */
  constructor(
    readonly network: Network,
    private readonly senderOf: (message: number) => number,
  ) {}

  /** The messages on their way, in the normal form. */
  contents(inbox: number): readonly number[] {
    return this.lists.items(inbox);
  }

  /** The inbox that holds these messages; those of one sender in the order in which they were sent. */
  of(messages: readonly number[]): number {
    return messages.reduce((inbox, message) => this.add(inbox, message), emptyInbox);
  }

  add(inbox: number, message: number): number {
    const remembered = this.added.get(inbox, message);
    if (remembered >= 0) return remembered;
    const before = this.contents(inbox);
    let after = before;
    if (this.network !== "persistent" || !before.includes(message)) {
      const place = before.findIndex((other) => this.comesBefore(message, other));
      after = before.toSpliced(place < 0 ? before.length : place, 0, message);
    }
    const number = this.lists.intern(after);
    this.added.set(inbox, message, number);
    return number;
  }

  /** By number; on ordered links by sender, so that the messages of one sender keep their order. */
  private comesBefore(message: number, other: number): boolean {
    if (this.network === "ordered") return this.senderOf(message) < this.senderOf(other);
    return message < other;
  }

  /** The inbox after one copy of `message`, which must be among `next`, has arrived or is lost. */
  remove(inbox: number, message: number): number {
    const remembered = this.removed.get(inbox, message);
    if (remembered >= 0) return remembered;
    const before = this.contents(inbox);
    const number = this.lists.intern(before.toSpliced(before.indexOf(message), 1));
    this.removed.set(inbox, message, number);
    return number;
  }

  /** The messages that may arrive next, each once. */
  next(inbox: number): readonly number[] {
    const contents = this.contents(inbox);
    if (this.network === "persistent") return contents;
    if (this.network === "unordered") return contents.filter((message, place) => message !== contents[place - 1]);
    return contents.filter(
      (message, place) => place === 0 || this.senderOf(message) !== this.senderOf(contents[place - 1]!),
    );
  }
}
