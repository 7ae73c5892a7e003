// Is less sure than somebody who guesses.
// caught by: it is said how sure you are
export const prediction = "paying in money at a counter";
export const confidence = 24;
export const because = "two halves could both give the same name away";
