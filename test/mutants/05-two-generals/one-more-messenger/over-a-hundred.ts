// Is more than 100 per cent sure.
// caught by: it is said how sure you are
export const prediction = "fewer: each message is safer";
export const confidence = 101;
export const because = "the last messenger is lost as often as before";
