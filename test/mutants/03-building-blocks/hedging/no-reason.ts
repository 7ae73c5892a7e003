// Gives no reason.
// caught by: there is a reason
export const prediction = "about 10 %";
export const confidence = 80;
export const because = "";
