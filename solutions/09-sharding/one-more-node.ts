/** Numbers with the same remainder by 99 and by 100 are rare; the new machine's share is one in a hundred. */
export const prediction = "by remainder 99 %, on the ring 1 %";
export const confidence = 90;
export const because = "hardly any number has the same remainder by both";
