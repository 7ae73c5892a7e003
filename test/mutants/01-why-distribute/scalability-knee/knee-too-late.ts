// Takes the first machine that is not worth it for the last that is.
// caught by: the last machine worth half of the first
export const contention = 0.039;
export const coherence = 0.0016;
export const peak = 24;
export const knee = 7.6;
