// Orders as many as serve the most, though the last ten bring nearly nothing.
// caught by: the last machine worth half of the first
export const contention = 0.039;
export const coherence = 0.0016;
export const peak = 24;
export const knee = 24;
