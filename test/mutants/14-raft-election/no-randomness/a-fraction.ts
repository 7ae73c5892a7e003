// Takes per cent for a fraction of one.
// caught by: it is said how sure you are
export const prediction = "about 150 ms";
export const confidence = 0.7;
export const because = "all four time out together and vote for themselves";
