/**
 * Which system?
 *
 * The bicycle shop sells 2,000 bicycles a day through its website, has 300 GB of data (most of it pictures), two
 * programmers, and was down for four hours last year, when a disk broke and the backup turned out to be empty. It has money
 * for one project this year. Which one would have helped most, and does most for the year after?
 *
 * - "nine microservices on Kubernetes"
 * - "a database on three servers in three data centres, by consensus"
 * - "a standby of the database, a backup that is restored every week, and pictures in an object store"
 * - "sharding the database before it grows"
 *
 * Write down one of these, how sure you are (from 25, which is guessing, to 100 per cent), and why. Predict *before* you
 * run anything: the points are for predicting, not for being right.
 *
 * Try it: `npx distlab check 19-real-systems/which-system`, or the button Check in the page.
 */
import type { Predicted } from "distlab";

export const prediction: Predicted["prediction"] = "";
export const confidence: Predicted["confidence"] = 0;
export const because: Predicted["because"] = "";
