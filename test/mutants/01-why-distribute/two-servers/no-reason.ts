// Leaves the reason for later.
// caught by: there is a reason
export const prediction = "about 99 %";
export const confidence = 80;
export const because = "";
