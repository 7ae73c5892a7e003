// Says how sure it is in words.
// caught by: it is said how sure you are
export const prediction = "about 55";
export const confidence = "very";
export const because = "a third of the long delays is twice as long";
