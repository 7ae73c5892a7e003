/** Judges `19-real-systems/which-system`: any prediction gives its points. */
import { grading } from "distlab";

export default grading.prediction({
  id: "19-real-systems/which-system",
  title: "Which system?",
  choices: [
    "nine microservices on Kubernetes",
    "a database that is replicated over three continents",
    "a standby of the database, a backup that is restored every week, and pictures in an object store",
    "sharding the database before it grows",
  ],
  hints: [
    "What was the reason for the four hours? Which of the four is about that?",
    "2,000 a day is one sale every 43 seconds. Which of the four answers a question that somebody has asked?",
  ],
  outcome:
    "A standby, tested backups and an object store: the outage was a broken disk and an empty backup, and nothing in this shop has outgrown one machine. 300 GB and a sale every 43 seconds fit on it many times over. Pictures in an object store take most of the data away from the database, so that restoring it takes minutes. The other three are answers to questions that nobody has asked, and each of them adds something that can fail at night, for two people.",
});
