// Orders as many as serve half of the most there can be.
// caught by: the last machine worth half of the first
export const contention = 0.039;
export const coherence = 0.0016;
export const peak = 24;
export const knee = 5;
