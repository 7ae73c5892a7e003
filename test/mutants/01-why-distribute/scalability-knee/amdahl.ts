// Fits Amdahl alone: all that is lost is put down to queueing, and nothing to pairs.
// caught by: the share that queues
export const contention = 0.08;
export const coherence = 0;
export const peak = 1e9;
export const knee = 7;
