// Is less sure than somebody who guesses.
// caught by: it is said how sure you are
export const prediction = "none, in two hours";
export const confidence = 24;
export const because = "a third of the long delays is twice as long";
