// Gives one word for a reason.
// caught by: there is a reason
export const prediction = "about 150 ms";
export const confidence = 70;
export const because = "obviously";
