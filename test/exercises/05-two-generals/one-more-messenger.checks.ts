/** Judges `05-two-generals/one-more-messenger`: any prediction gives its points. */
import { grading } from "distlab";

export default grading.prediction({
  id: "05-two-generals/one-more-messenger",
  title: "One more messenger",
  choices: ["fewer: each message is safer", "more: somebody dares more often", "just as many"],
  hints: [
    "On which nights does exactly one general attack? Say for each of the eleven messages whether it arrives.",
    "Ten messages in a row must arrive and the last must not. What is the chance of that if one message is lost with 30 %, and what with 9 %?",
  ],
  outcome:
    "More, about four times as many: 35 in a thousand nights instead of 8. The last message is safer, and of the attacks 9 % are made alone instead of 30 %. But ten messages in a row must arrive before anybody dares, and with two messengers each they do on 39 nights in a hundred instead of 3. A protocol that hardly ever acts hardly ever does harm.",
});
