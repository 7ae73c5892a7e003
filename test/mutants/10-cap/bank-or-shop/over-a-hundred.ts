// Is surer than sure.
// caught by: it is said how sure you are
export const prediction = "opening an account under a name that must be the only one";
export const confidence = 110;
export const because = "two halves could both give the same name away";
