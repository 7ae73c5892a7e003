// Says to be less sure than somebody who guesses.
// caught by: it is said how sure you are
export const prediction = "about 99 %";
export const confidence = 24;
export const because = "the web server alone is now the weakest part";
