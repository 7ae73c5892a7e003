// Says how sure in words.
// caught by: it is said how sure you are
export const prediction = "about 150 ms";
export const confidence = "quite";
export const because = "all four time out together and vote for themselves";
