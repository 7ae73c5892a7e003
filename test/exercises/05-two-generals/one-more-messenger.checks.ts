/** Judges `05-two-generals/one-more-messenger`: any prediction gives its points. */
import { grading } from "distlab";

export default grading.prediction({
  id: "05-two-generals/one-more-messenger",
  title: "One more messenger",
  choices: ["fewer: one more confirmation", "more: one more messenger to lose", "just as many"],
  hints: [
    "Who decides without knowing whether their last messenger arrived?",
    "Count only the nights on which somebody attacks: which single messenger can still spoil them?",
  ],
  outcome:
    "Just as many: 30 % of the attacks. Whoever sends the last messenger decides without knowing whether it arrived, and there is always a last one. What does fall is the number of nights on which anybody attacks at all.",
});
