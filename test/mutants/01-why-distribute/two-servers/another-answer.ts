// Gives an answer that was not among those to choose from.
// caught by: one of the answers is chosen
export const prediction = "97 %";
export const confidence = 80;
export const because = "the web server alone is now the weakest part";
