/** Nobody is ever alone in asking: the four split their votes for ever. */
export const prediction = "never, within 10 seconds";
export const confidence = 95;
export const because = "all four time out together and vote for themselves";
