/** a false alarm needs a delay above the limit, and a third of those above one second are above two. */
export const prediction = "about 55";
export const confidence = 85;
export const because = "a third of the long delays is twice as long";
