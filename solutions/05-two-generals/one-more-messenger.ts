/** There is always a last messenger, and it is caught as often as any other. */
export const prediction = "just as many";
export const confidence = 90;
export const because = "the last messenger is lost as often as before";
