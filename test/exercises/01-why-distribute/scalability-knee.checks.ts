/** Judges `01-why-distribute/scalability-knee`. The figures were made with 0.04 and 0.0016, and half a per cent of noise. */
import { grading } from "distlab";

export default grading.measure({
  id: "01-why-distribute/scalability-knee",
  title: "Where does the shop stop growing?",
  imports: ["scalability", "scalabilityPeak"],
  hints: [
    "The law says how many times as much as *one* machine: divide by what one serves. Then try a pair of parameters and look where the curve lies beside the points.",
    "(n / C(n) − 1) / (n − 1) = contention + coherence · n. Plotted over n, that is a straight line: where does it begin, and how steep is it?",
    "Two nested loops over contention (0 to 0.1) and coherence (0 to 0.005) that keep the pair with the least sum of squared differences are quite enough. Then `scalabilityPeak`, and the differences C(n) − C(n − 1).",
  ],
  difference:
    "The reference draws a straight line. Trying many pairs of parameters, or fitting the curve itself, gives nearly the same numbers. The peak was never measured: sixteen machines were enough to see it coming.",
  numbers: [
    {
      exported: "contention",
      name: "the share that queues",
      points: 1,
      unit: "of the work",
      least: 0.03,
      most: 0.05,
      why: "ways of fitting differ by a tenth here; Amdahl's law alone, without coherence, would need more than 0.06",
      hint: "How far does the second machine fall short of doubling? Coherence has a part in that, too.",
    },
    {
      exported: "coherence",
      name: "what each pair costs",
      points: 2,
      unit: "of the work",
      least: 0.0012,
      most: 0.002,
      why: "ways of fitting differ by a tenth; two points alone may be off by more",
      hint: "It shows where there are many machines: the last points decide, not the first.",
    },
    {
      exported: "peak",
      name: "the number that serves the most",
      points: 1,
      unit: "machines",
      least: 22,
      most: 28,
      why: "√((1 − contention) / coherence) is 24.5 for the parameters that made the figures, and the curve is flat there",
      hint: "It lies beyond what was measured. Where does the curve of your parameters turn?",
    },
    {
      exported: "knee",
      name: "the last machine worth half of the first",
      points: 2,
      unit: "machines",
      least: 6.5,
      most: 7.5,
      why: "the seventh brings 0.55 of the first, the eighth 0.49; the slope of the curve is a half at 7.2",
      hint: "Not where throughput is highest, nor half of it: look at what one more machine adds.",
    },
  ],
});
