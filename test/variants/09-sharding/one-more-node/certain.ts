// Quite sure, and wrong: that costs nothing. The reason takes exactly four words.
export const prediction = "by remainder 1 %, on the ring 1 %";
export const confidence = 100;
export const because = "One machine of many";
