// Another answer, and exactly as sure as somebody who guesses.
export const prediction = "more: one more messenger to lose";
export const confidence = 33;
export const because = "I would have to guess here";
