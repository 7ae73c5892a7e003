// Gives a reason of three words.
// caught by: there is a reason
export const prediction = "by remainder 99 %, on the ring 1 %";
export const confidence = 80;
export const because = "just a feeling";
