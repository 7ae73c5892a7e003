/** Judges `14-raft-election/no-randomness`: any prediction gives its points. */
import { grading } from "distlab";

export default grading.prediction({
  id: "14-raft-election/no-randomness",
  title: "Without dice",
  choices: ["about 150 ms", "about 300 ms", "about a second", "never, within 10 seconds"],
  hints: ["Draw the moment at which four timers fire. Whose vote is still free?", "What is different the second time?"],
  outcome:
    "Never: the four wake together, each votes for itself, nobody has a vote to give, and all time out together again. Five milliseconds of randomness make it a third of a second.",
});
