/** Judges `06-failure-detection/false-alarms`: any prediction gives its points. */
import { grading } from "distlab";

export default grading.prediction({
  id: "06-failure-detection/false-alarms",
  title: "Doubling the limit",
  choices: ["none, in two hours", "about 5", "about 55", "about 110"],
  hints: [
    "What share of the delays that are longer than 1 s is longer than 2 s?",
    "It does not matter where you start: doubling always leaves the same share.",
  ],
  outcome:
    "About a third: 50 to 65 in two hours. In a long tail, each doubling of the limit, and of the time in which a crash goes unseen, takes away the same share.",
});
