// Forgets the root of 1 − contention and a little more: just above the peak.
// caught by: the number that serves the most
export const contention = 0.039;
export const coherence = 0.0016;
export const peak = 28.1;
export const knee = 7;
