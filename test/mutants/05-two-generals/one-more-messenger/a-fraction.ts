// Takes per cent for a fraction of one.
// caught by: it is said how sure you are
export const prediction = "fewer: each message is safer";
export const confidence = 0.7;
export const because = "the last messenger is lost as often as before";
