// Is surer than sure.
// caught by: it is said how sure you are
export const prediction =
  "a standby of the database, a backup that is restored every week, and pictures in an object store";
export const confidence = 110;
export const because = "The outage was a broken disk and a backup that nobody had tried";
