/** Machines: 0.009 · 0.01. Values: 0.1 · 0.01, which is eleven times as much. For a hundred servers, 1 − (1 − 0.00109)^100. */
export const prediction = "about 10 %";
export const confidence = 85;
export const because =
  "A large value is slow wherever it lies, one time in a thousand, and a page has a hundred chances of that.";
