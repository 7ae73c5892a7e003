// Gives the answer's number instead of its words.
// caught by: one of the answers is chosen
export const prediction = 1;
export const confidence = 70;
export const because = "The outage was a broken disk and a backup that nobody had tried";
