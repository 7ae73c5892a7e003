/**
 * One more machine.
 *
 * From four machines to five, by remainder, four fifths of the keys moved. Now there are 99 machines, and a hundredth is
 * bought. Keys are shared out by the remainder of their hash, or by a ring with 100 places a machine. About how many of
 * them move?
 *
 * - "by remainder 1 %, on the ring 1 %"
 * - "by remainder 50 %, on the ring 1 %"
 * - "by remainder 99 %, on the ring 1 %"
 * - "by remainder 99 %, on the ring 50 %"
 *
 * Write down one of these, how sure you are (from 25, which is guessing, to 100 per cent), and why. Predict *before* you
 * compute anything: the points are for predicting, not for being right.
 *
 * Try it: `npx distlab check 09-sharding/one-more-node`, or the button Check in the page.
 */
import type { Predicted } from "distlab";

export const prediction: Predicted["prediction"] = "";
export const confidence: Predicted["confidence"] = 0;
export const because: Predicted["because"] = "";
