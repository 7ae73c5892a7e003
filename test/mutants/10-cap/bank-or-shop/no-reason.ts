// Gives no reason.
// caught by: there is a reason
export const prediction = "opening an account under a name that must be the only one";
export const confidence = 80;
export const because = "";
