// Believes the first few points most, where pairs are few: just below what it can be.
// caught by: what each pair costs
export const contention = 0.039;
export const coherence = 0.00119;
export const peak = 24;
export const knee = 7;
