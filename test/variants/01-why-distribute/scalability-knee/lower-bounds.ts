// Another way of fitting: every number is as low as it may be.
export const contention = 0.03;
export const coherence = 0.0012;
export const peak = 22;
export const knee = 6.5;
