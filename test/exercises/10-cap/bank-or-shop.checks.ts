/** Judges `10-cap/bank-or-shop`: any prediction gives its points. */
import { grading } from "distlab";

export default grading.prediction({
  id: "10-cap/bank-or-shop",
  title: "The bank or the shop",
  choices: [
    "paying in money at a counter",
    "cash machines paying small sums",
    "opening an account under a name that must be the only one",
    "showing a balance with the time that it was true",
  ],
  hints: [
    "What would two halves have done, each on its own, that cannot both stand?",
    "Sums can be added up afterwards. What cannot?",
  ],
  outcome:
    "The name that must be the only one: two halves would both grant it, and no adding up mends that. Money paid in merges, small sums are bounded, and a balance with its time is true for ever.",
});
