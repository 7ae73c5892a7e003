/**
 * Eight ways to break a shop.
 *
 * Eight small programs, each of which believes one of the fallacies. For each write down a run that breaks it, and that
 * does no harm to a program which does not believe. Shorter is better. A move is one of
 * - `{ kind: "deliver", from: "till", to: "store", nth: 1 }`: the first message of the till to the store arrives,
 *   counted from the beginning of the run (`nth: 2` is the second that was sent, also when the first has long arrived);
 * - `{ kind: "drop", … }` and `{ kind: "duplicate", … }`, with the same fields: it is lost; a copy is on its way too;
 * - `{ kind: "timer", node: "till", timer: "retry" }`: a timer fires.
 *
 * 1. `reliable`. At the start the till asks the store to take a bicycle, and asks again when "retry" fires (once). The
 *    store answers. Broken if one sale takes two bicycles.
 * 2. `latency`. One bicycle is left. The tills `ann` and `ben` each ask the store at the start how many there are; the store
 *    answers; a till that hears of one sells it, and tells the store. Broken if it is sold twice.
 * 3. `bandwidth`. At the start the till sends three sales to the store, which has room for two in its tray; timer "work"
 *    of the store takes one out of the tray and answers. Broken if a sale does not fit.
 * 4. `secure`. At the start the till sends the store a greeting, and `mallory`, who is somebody else, a request to take 90
 *    bicycles. The store obeys requests once it has been greeted. Broken if it obeys `mallory`.
 * 5. `topology`. At the start the till asks oldStore to take one of ten bicycles. When "move" of oldStore fires, it sends
 *    its count to newStore, which is in use from then on. Broken if one is sold and newStore counts ten.
 * 6. `administrator`. The administrators `ann` and `ben` each send a setting to the till and to the store, which do as they
 *    are told. Broken if both have heard both and do not do the same.
 * 7. `cost`. At the start the till asks the store whether the bicycle has come; it has not, so the store says no, and the
 *    till asks again. Broken when it asks for the third time.
 * 8. `homogeneous`. At the start the till asks the store for a price: 480, in euros. When "upgrade" of the store fires, it
 *    says its prices in cents, and that they are cents. Broken if the till takes anything but 480 euros.
 *
 * Try it: `npx distlab check 02-eight-fallacies/eight-ways`, or the button Check in the page.
 */
import type { Move } from "distlab";

export const reliable: Move[] = [];
export const latency: Move[] = [];
export const bandwidth: Move[] = [];
export const secure: Move[] = [];
export const topology: Move[] = [];
export const administrator: Move[] = [];
export const cost: Move[] = [];
export const homogeneous: Move[] = [];
