// Says in words how sure it is.
// caught by: it is said how sure you are
export const prediction = "about 99 %";
export const confidence = "quite";
export const because = "the web server alone is now the weakest part";
