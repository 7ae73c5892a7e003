// Is more than quite sure.
// caught by: it is said how sure you are
export const prediction = "about 99 %";
export const confidence = 101;
export const because = "the web server alone is now the weakest part";
