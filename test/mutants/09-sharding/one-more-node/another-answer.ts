// Gives an answer that was not among those to choose from.
// caught by: one of the answers is chosen
export const prediction = "by remainder 80 %, on the ring 20 %";
export const confidence = 80;
export const because = "hardly any number has the same remainder by both";
