// Writes an answer of its own instead of one of those that are there.
// caught by: one of the answers is chosen
export const prediction = "it depends";
export const confidence = 70;
export const because = "The outage was a broken disk and a backup that nobody had tried";
