/**
 * Doubling the limit.
 *
 * Heartbeats go over one connection, in order, every 100 ms. Delays have a long tail: of the messages that take longer
 * than any t, a third take longer than 2t (a Pareto distribution of shape 1.5). Nobody ever fails. With a limit of 1 s
 * there are about 160 false alarms in two hours. You raise it to 2 s. How many are left?
 *
 * - "none, in two hours"
 * - "about 5"
 * - "about 55"
 * - "about 110"
 *
 * Write down one of these, how sure you are (from 25, which is guessing, to 100 per cent), and why. Predict *before* you
 * run anything: the points are for predicting, not for being right.
 *
 * Try it: `npx distlab check 06-failure-detection/false-alarms`, or the button Check in the page.
 */
import type { Predicted } from "distlab";

export const prediction: Predicted["prediction"] = "";
export const confidence: Predicted["confidence"] = 0;
export const because: Predicted["because"] = "";
