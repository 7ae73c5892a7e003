// Writes the figures alone, not the answer word for word.
// caught by: one of the answers is chosen
export const prediction = "99 % and 1 %";
export const confidence = 80;
export const because = "hardly any number has the same remainder by both";
