/**
 * Two copies, one large value.
 *
 * A page needs answers from 100 servers. Each is slow once in a hundred times, and so 63 % of the pages are slow. Now every
 * value is on two machines: who has not answered after a while is passed over, a copy on another machine is asked, and
 * whichever answer comes first counts. Of the slow answers, nine in ten are slow because something was the matter with
 * the *machine* just then; at the other machine the chance is one in a hundred again. One in ten is slow because of the
 * *value*: it is very large, and so is its copy. How many pages are still slow?
 *
 * - "about 1 %"
 * - "about 10 %"
 * - "about 30 %"
 * - "about 60 %"
 *
 * Write down one of these, how sure you are (from 25, which is guessing, to 100 per cent), and why. Predict *before* you
 * run anything: the points are for predicting, not for being right.
 *
 * Try it: `npx distlab check 03-building-blocks/hedging`, or the button Check in the page.
 */
import type { Predicted } from "distlab";

export const prediction: Predicted["prediction"] = "";
export const confidence: Predicted["confidence"] = 0;
export const because: Predicted["because"] = "";
