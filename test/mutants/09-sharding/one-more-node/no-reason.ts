// Leaves the reason for later.
// caught by: there is a reason
export const prediction = "by remainder 99 %, on the ring 1 %";
export const confidence = 80;
export const because = "";
