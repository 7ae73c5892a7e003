// Gives one word for a reason.
// caught by: there is a reason
export const prediction = "fewer: each message is safer";
export const confidence = 70;
export const because = "obviously";
