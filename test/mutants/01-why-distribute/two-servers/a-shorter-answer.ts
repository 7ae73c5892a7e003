// Writes the figure alone, not the answer word for word.
// caught by: one of the answers is chosen
export const prediction = "98 %";
export const confidence = 80;
export const because = "the web server alone is now the weakest part";
