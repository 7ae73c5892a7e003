/** Uniqueness needs a majority: two sums can be added afterwards, two owners of one name cannot. */
export const prediction = "opening an account under a name that must be the only one";
export const confidence = 85;
export const because = "two halves could both give the same name away";
