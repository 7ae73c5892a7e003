// Is surer than sure.
// caught by: it is said how sure you are
export const prediction = "about 10 %";
export const confidence = 110;
export const because =
  "A large value is slow wherever it lies, one time in a thousand, and a page has a hundred chances of that.";
