// Is less sure than somebody who guesses.
// caught by: it is said how sure you are
export const prediction = "nine microservices on Kubernetes";
export const confidence = 24;
export const because = "The outage was a broken disk and a backup that nobody had tried";
