/**
 * The second database.
 *
 * Bob's shop needs a web server and a database, each up 99 % of the time: together 98 %. He buys a second database, of
 * which either is enough. The web server stays alone. All three fail independently. How available is the shop now?
 *
 * - "99.99 %: there are two of everything that matters"
 * - "about 99.5 %"
 * - "about 99 %"
 * - "98 %, as before"
 *
 * Write down one of these, how sure you are (from 25, which is guessing, to 100 per cent), and why. Predict *before* you
 * compute anything: the points are for predicting, not for being right.
 *
 * Try it: `npx distlab check 01-why-distribute/two-servers`, or the button Check in the page.
 */
import type { Predicted } from "distlab";

export const prediction: Predicted["prediction"] = "";
export const confidence: Predicted["confidence"] = 0;
export const because: Predicted["because"] = "";
