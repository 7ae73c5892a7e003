// Counts each pair only once, so that each of them seems to cost more: just above what it can be.
// caught by: what each pair costs
export const contention = 0.039;
export const coherence = 0.00201;
export const peak = 24;
export const knee = 7;
