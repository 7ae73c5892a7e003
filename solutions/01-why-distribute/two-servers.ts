/** The databases are two now, and the web server in front of them is still one: the worst part that all need. */
export const prediction = "about 99 %";
export const confidence = 90;
export const because = "the web server alone is now the weakest part";
