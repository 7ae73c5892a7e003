/** The library that notebooks import. */
export const version = "0.1.0";
