// Says how sure in words.
// caught by: it is said how sure you are
export const prediction = "fewer: each message is safer";
export const confidence = "quite";
export const because = "the last messenger is lost as often as before";
