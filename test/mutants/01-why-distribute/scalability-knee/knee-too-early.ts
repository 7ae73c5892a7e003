// Stops one machine early, at the last that brings more than 0.6 of the first.
// caught by: the last machine worth half of the first
export const contention = 0.039;
export const coherence = 0.0016;
export const peak = 24;
export const knee = 6.4;
