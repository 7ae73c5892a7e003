// Is less sure than somebody who guesses.
// caught by: it is said how sure you are
export const prediction = "about 150 ms";
export const confidence = 24;
export const because = "all four time out together and vote for themselves";
