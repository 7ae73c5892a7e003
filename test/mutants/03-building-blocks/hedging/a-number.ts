// Gives the answer's number instead of its words.
// caught by: one of the answers is chosen
export const prediction = 1;
export const confidence = 70;
export const because =
  "A large value is slow wherever it lies, one time in a thousand, and a page has a hundred chances of that.";
