/** Judges `09-sharding/one-more-node`: any prediction gives its points. */
import { grading } from "distlab";

export default grading.prediction({
  id: "09-sharding/one-more-node",
  title: "One more machine",
  choices: [
    "by remainder 1 %, on the ring 1 %",
    "by remainder 50 %, on the ring 1 %",
    "by remainder 99 %, on the ring 1 %",
    "by remainder 99 %, on the ring 50 %",
  ],
  hints: [
    "By remainder a key stays if its hash leaves the same remainder by 99 and by 100. Of 9,900 numbers in a row, for how many is that so?",
    "On the ring the new machine must get its share. Does anything else move?",
  ],
  outcome:
    "By remainder 99 %: of 9,900 numbers in a row only the first 99 leave the same remainder by 99 and by 100. On the ring 1 %, the new machine's share, and no rule can do with less. The more machines there are, the smaller the change and the worse the remainder.",
});
