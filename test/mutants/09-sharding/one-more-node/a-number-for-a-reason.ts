// Gives a sum for a reason, and no words.
// caught by: there is a reason
export const prediction = "by remainder 99 %, on the ring 1 %";
export const confidence = 80;
export const because = "99 / 9900 = 1 / 100";
