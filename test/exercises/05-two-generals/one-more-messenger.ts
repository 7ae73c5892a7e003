/**
 * One more messenger.
 *
 * The network catches 30 % of the messengers. The generals exchange an order and ten acknowledgements, and it costs them
 * one lone attack in so many nights. Somebody proposes an eleventh acknowledgement, to be on the safe side. Of the nights
 * on which anybody attacks, on how many does one general attack alone, compared with before?
 *
 * - "fewer: one more confirmation"
 * - "more: one more messenger to lose"
 * - "just as many"
 *
 * Write down one of these, how sure you are (from 33, which is guessing, to 100 per cent), and why. Predict *before* you run
 * anything: the points are for predicting, not for being right.
 *
 * Try it: `npx distlab check 05-two-generals/one-more-messenger`, or the button Check in the page.
 */
import type { Predicted } from "distlab";

export const prediction: Predicted["prediction"] = "";
export const confidence: Predicted["confidence"] = 0;
export const because: Predicted["because"] = "";
