/** A small exercise of its own, so that what hostile submissions earn does not change with the course. */
import { grading } from "distlab";

const { example, exercise, expectEqual, expectTrue } = grading;

export default exercise({
  id: "00-hostile/greeter",
  title: "Greet and add",
  kind: "write",
  exports: ["greet", "add"],
  hints: ["Look at what is given.", "Put it together."],
  difference: "Nothing that matters.",
  checks: [
    example({
      name: "greets whom it is given",
      points: 2,
      run: (answer) => expectEqual(answer.call("greet", "Bob"), "hello Bob", "the greeting"),
    }),
    example({
      name: "adds two numbers",
      points: 3,
      run: (answer) => expectEqual(answer.call("add", 2, 3), 5, "the sum"),
    }),
    example({
      name: "adds many numbers in turn",
      points: 5,
      run(answer) {
        let sum = 0;
        for (let number = 1; number <= 100; number++) sum = answer.call("add", sum, number) as number;
        expectTrue(sum === 5050, "the numbers from 1 to 100 make 5050");
        return "100 numbers";
      },
    }),
  ],
});
