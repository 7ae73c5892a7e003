// Takes the largest of the measured figures for the peak.
// caught by: the number that serves the most
export const contention = 0.039;
export const coherence = 0.0016;
export const peak = 16;
export const knee = 7;
