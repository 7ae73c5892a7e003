// Takes n(n − 1)/2 for the number of pairs in the law, and finds twice the cost.
// caught by: what each pair costs
export const contention = 0.039;
export const coherence = 0.0032;
export const peak = 24;
export const knee = 7;
