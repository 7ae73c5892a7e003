// Another answer, and exactly as sure as somebody who guesses.
export const prediction = "more: somebody dares more often";
export const confidence = 33;
export const because = "I would have to guess here";
