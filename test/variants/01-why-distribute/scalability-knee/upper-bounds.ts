// Another way of fitting: every number is as high as it may be.
export const contention = 0.05;
export const coherence = 0.002;
export const peak = 28;
export const knee = 7.5;
