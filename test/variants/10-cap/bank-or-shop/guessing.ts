// Another answer, and exactly as sure as somebody who guesses.
export const prediction = "showing a balance with the time that it was true";
export const confidence = 25;
export const because = "I would have to guess here";
