// Gives the answer's number instead of its words.
// caught by: one of the answers is chosen
export const prediction = 1;
export const confidence = 70;
export const because = "a third of the long delays is twice as long";
