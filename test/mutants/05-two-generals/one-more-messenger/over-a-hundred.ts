// Is more than 100 per cent sure.
// caught by: it is said how sure you are
export const prediction = "fewer: one more confirmation";
export const confidence = 101;
export const because = "the last messenger is lost as often as before";
