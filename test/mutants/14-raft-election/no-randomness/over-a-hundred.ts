// Is more than 100 per cent sure.
// caught by: it is said how sure you are
export const prediction = "about 150 ms";
export const confidence = 101;
export const because = "all four time out together and vote for themselves";
