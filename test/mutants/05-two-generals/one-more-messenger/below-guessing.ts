// Is less sure than somebody who guesses.
// caught by: it is said how sure you are
export const prediction = "fewer: each message is safer";
export const confidence = 32;
export const because = "the last messenger is lost as often as before";
