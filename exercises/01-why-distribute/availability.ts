/**
 * How available is the whole?
 *
 * Each part of a shop works a share of the time, from 0 to 1, and parts fail independently of each other. Write three
 * functions that say which share of the time the whole works: when all parts are needed, when any one is enough, and
 * when at least `needed` of them are. The parts need not be alike. There may be none at all, more may be needed than
 * there are, and there may be sixty of them. Asking how available something is must not change the list of its parts.
 *
 * Try it: `npx distlab check 01-why-distribute/availability`, or the button Check in the page.
 */
import type { AvailabilityAnswer } from "distlab";

export const series: AvailabilityAnswer["series"] = (parts) => {
  void parts; // All of them must work. Your answer goes here.
  return -1;
};

export const parallel: AvailabilityAnswer["parallel"] = (parts) => {
  void parts; // One that works is enough.
  return -1;
};

export const kOfN: AvailabilityAnswer["kOfN"] = (needed, parts) => {
  void [needed, parts]; // At least `needed` of them must work.
  return -1;
};
