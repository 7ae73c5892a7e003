// Gives one word for a reason.
// caught by: there is a reason
export const prediction = "fewer: one more confirmation";
export const confidence = 70;
export const because = "obviously";
