// Takes per cent for a fraction of one.
// caught by: it is said how sure you are
export const prediction = "about 99 %";
export const confidence = 0.8;
export const because = "the web server alone is now the weakest part";
