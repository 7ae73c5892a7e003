/** Judges `19-real-systems/which-system`: any prediction gives its points. */
import { grading } from "distlab";

export default grading.prediction({
  id: "19-real-systems/which-system",
  title: "Which system?",
  choices: [
    "nine microservices on Kubernetes",
    "a database on three servers in three data centres, by consensus",
    "a standby of the database, a backup that is restored every week, and pictures in an object store",
    "sharding the database before it grows",
  ],
  hints: [
    "What was the reason for the four hours? Which of the four is about that?",
    "2,000 a day is one sale every 43 seconds. Which of the four answers a question that somebody has asked?",
  ],
  outcome:
    "A standby, tested backups and an object store: the outage was a broken disk and an empty backup, and nothing in this shop has outgrown one machine. 300 GB and a sale every 43 seconds fit on it many times over. Pictures in an object store take most of the data away from the database, so that restoring it takes minutes. Three servers with consensus are the nearest of the others: they would have survived the disk. Nobody would have tried the backup, though, and a `delete` that forgets its condition is on all three within milliseconds. Each of the others adds something that can fail at night, for two people.",
});
