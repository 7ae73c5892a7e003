/** Judges `19-real-systems/kill-nine`: numbers that are read from a record. */
import { grading } from "distlab";

export default grading.measure({
  id: "19-real-systems/kill-nine",
  title: "Two hundred and thirty milliseconds",
  hints: [
    "A leader shows itself by AppendEntries. The kill has a line of its own.",
    "The first sign that somebody has noticed is a timer that fires.",
    "The write under way is c1's: look for the line in which it asked, which is before the kill.",
  ],
  difference:
    "Nine tenths of the fail-over are patience. The write that was under way got its yes from a leader that it had never asked: its client had gone on asking, under the same number.",
  numbers: [
    {
      exported: "leaderMs",
      name: "from the kill to the next leader",
      points: 3,
      unit: "ms",
      least: 229,
      most: 230,
      why: "it is the difference of two lines; the client's answer, two milliseconds later, is not yet there",
      hint: "B leads from the moment at which it first acts as a leader.",
    },
    {
      exported: "silenceMs",
      name: "before anybody noticed",
      points: 3,
      unit: "ms",
      least: 206.5,
      most: 207.5,
      why: "the timer fires at 1698.5; the votes are asked for two milliseconds later",
      hint: "Nobody knows that a process is dead. What makes B act?",
    },
    {
      exported: "writeMs",
      name: "what the write under way took",
      points: 2,
      unit: "ms",
      least: 255,
      most: 256,
      why: "c1 had asked 24 ms before the kill",
      hint: "From when c1 asked, not from the kill.",
    },
    {
      exported: "lost",
      name: "acknowledged and gone",
      points: 2,
      unit: "writes",
      least: 0,
      most: 0,
      why: "a put that was overwritten by a later one is not lost, and the journal has everything",
      hint: "Which write that was answered with done is contradicted by what was read later?",
    },
  ],
});
