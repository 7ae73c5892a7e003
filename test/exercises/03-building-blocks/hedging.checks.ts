/** Judges `03-building-blocks/hedging`: any prediction gives its points. */
import { grading } from "distlab";

export default grading.prediction({
  id: "03-building-blocks/hedging",
  title: "Two copies, one large value",
  choices: ["about 1 %", "about 10 %", "about 30 %", "about 60 %"],
  hints: [
    "How often is one server with its copy still slow because of the machines, and how often because of the value?",
    "Two machines that are slow at the same time, about 0.009 × 0.01; a large value, 0.001. Which of the two is larger, and what does it make of a hundred servers?",
  ],
  outcome:
    "About 10 %. Two slow machines at once are 9 cases in 100,000 and a large value 100 in 100,000, together 0.00109 for a server, and 1 − (1 − 0.00109)^100 = 10.3 % for a page. Without large values it would have been 1 %. A second request helps against what is independent; the tenth that is in common decides what is left.",
});
