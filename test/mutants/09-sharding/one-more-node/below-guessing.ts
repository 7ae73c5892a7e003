// Says to be less sure than somebody who guesses.
// caught by: it is said how sure you are
export const prediction = "by remainder 99 %, on the ring 1 %";
export const confidence = 24;
export const because = "hardly any number has the same remainder by both";
