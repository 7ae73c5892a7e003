// Gives a sum for a reason, and no words.
// caught by: there is a reason
export const prediction = "about 99 %";
export const confidence = 80;
export const because = "0.99 * 0.9999 = 0.9899";
