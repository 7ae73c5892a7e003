// Gives a reason of three words.
// caught by: there is a reason
export const prediction = "about 99 %";
export const confidence = 80;
export const because = "just a feeling";
