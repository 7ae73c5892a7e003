// Writes an answer of its own instead of one of those that are there.
// caught by: one of the answers is chosen
export const prediction = "it depends";
export const confidence = 70;
export const because =
  "A large value is slow wherever it lies, one time in a thousand, and a page has a hundred chances of that.";
