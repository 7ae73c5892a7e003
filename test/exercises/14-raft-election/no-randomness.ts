/**
 * Without dice.
 *
 * Five servers have election timeouts of exactly 150 ms, all alike, and a message takes 3 ms. The leader dies just
 * after a heartbeat that all the others received at the same moment. How long until there is a new leader?
 *
 * - "about 150 ms"
 * - "about 300 ms"
 * - "about a second"
 * - "never, within 10 seconds"
 *
 * Write down one of these, how sure you are (from 25, which is guessing, to 100 per cent), and why. Predict *before* you run
 * anything: the points are for predicting, not for being right.
 *
 * Try it: `npx distlab check 14-raft-election/no-randomness`, or the button Check in the page.
 */
import type { Predicted } from "distlab";

export const prediction: Predicted["prediction"] = "";
export const confidence: Predicted["confidence"] = 0;
export const because: Predicted["because"] = "";
