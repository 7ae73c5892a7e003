// Gives a fraction of one instead of per cent.
// caught by: it is said how sure you are
export const prediction = "about 55";
export const confidence = 0.9;
export const because = "a third of the long delays is twice as long";
