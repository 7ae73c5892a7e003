// Stops where one more machine adds less than one in a hundred: just below the peak.
// caught by: the number that serves the most
export const contention = 0.039;
export const coherence = 0.0016;
export const peak = 21.9;
export const knee = 7;
