// Puts part of the queueing down to the pairs: just below what it can be.
// caught by: the share that queues
export const contention = 0.0299;
export const coherence = 0.0016;
export const peak = 24;
export const knee = 7;
