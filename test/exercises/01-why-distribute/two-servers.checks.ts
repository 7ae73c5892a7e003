/** Judges `01-why-distribute/two-servers`: any prediction gives its points. */
import { grading } from "distlab";

export default grading.prediction({
  id: "01-why-distribute/two-servers",
  title: "The second database",
  choices: ["99.99 %: there are two of everything that matters", "about 99.5 %", "about 99 %", "98 %, as before"],
  hints: [
    "Work out the two databases as one part first. Which part is now the worst?",
    "The whole is never better than a part that all of it needs.",
  ],
  outcome:
    "About 99 %: 0.99 · 0.9999 = 0.9899. The databases together have four nines, and nobody sees them behind a web server of two. Money spent on anything but the weakest part in the series is hardly noticed; a third database would save 52 minutes a year of the 88 hours.",
});
