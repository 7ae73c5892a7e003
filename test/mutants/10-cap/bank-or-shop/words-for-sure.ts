// Says how sure it is in words.
// caught by: it is said how sure you are
export const prediction = "opening an account under a name that must be the only one";
export const confidence = "very";
export const because = "two halves could both give the same name away";
