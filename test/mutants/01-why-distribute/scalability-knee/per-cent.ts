// Gives the share that queues in per cent.
// caught by: the share that queues
export const contention = 3.9;
export const coherence = 0.0016;
export const peak = 24;
export const knee = 7;
