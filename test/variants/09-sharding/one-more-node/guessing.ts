// Another answer, and exactly as sure as somebody who guesses.
export const prediction = "by remainder 99 %, on the ring 50 %";
export const confidence = 25;
export const because = "I would have to guess here";
