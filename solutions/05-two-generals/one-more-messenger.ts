/** Ten messages in a row must arrive, and the last must not: 0.91 ** 10 * 0.09 is four times 0.7 ** 10 * 0.3. */
export const prediction = "more: somebody dares more often";
export const confidence = 80;
export const because = "all but the last must arrive, which they now do far more often";
