// Puts part of what the pairs cost down to queueing: just above what it can be.
// caught by: the share that queues
export const contention = 0.0501;
export const coherence = 0.0016;
export const peak = 24;
export const knee = 7;
