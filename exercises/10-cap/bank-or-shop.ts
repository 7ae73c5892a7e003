/**
 * The bank or the shop.
 *
 * The network between a bank's two data centres is cut for ten minutes. With some operations both halves may go on, each
 * on its own, because a wrong answer can be bounded and made good afterwards. Which of these is *least* suited to that?
 *
 * - "paying in money at a counter"
 * - "cash machines paying small sums"
 * - "opening an account under a name that must be the only one"
 * - "showing a balance with the time that it was true"
 *
 * Write down one of these, how sure you are (from 25, which is guessing, to 100 per cent), and why. Predict *before* you
 * run anything: the points are for predicting, not for being right.
 *
 * Try it: `npx distlab check 10-cap/bank-or-shop`, or the button Check in the page.
 */
import type { Predicted } from "distlab";

export const prediction: Predicted["prediction"] = "";
export const confidence: Predicted["confidence"] = 0;
export const because: Predicted["because"] = "";
