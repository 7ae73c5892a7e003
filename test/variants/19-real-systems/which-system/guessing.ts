// Another answer, and exactly as sure as somebody who guesses.
export const prediction = "sharding the database before it grows";
export const confidence = 25;
export const because = "I would have to guess here";
