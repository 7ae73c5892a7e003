// Gives no reason.
// caught by: there is a reason
export const prediction =
  "a standby of the database, a backup that is restored every week, and pictures in an object store";
export const confidence = 80;
export const because = "";
