/**
 * One more messenger.
 *
 * The network catches 30 % of the messengers. The generals exchange an order and ten acknowledgements, each carried by a
 * single messenger. Somebody proposes to be on the safe side, and to send two messengers with each of them, on different
 * roads: a message is lost only if both are caught. Take a thousand nights with that and a thousand without. On how many
 * of *all* these nights does one general attack alone, compared with before?
 *
 * - "fewer: each message is safer"
 * - "more: somebody dares more often"
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
