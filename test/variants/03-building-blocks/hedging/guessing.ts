// Another answer, and exactly as sure as somebody who guesses.
export const prediction = "about 60 %";
export const confidence = 25;
export const because = "I would have to guess here";
