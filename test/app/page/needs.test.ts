/** Which prerequisites the course map draws. */
import { expect, test } from "vitest";
import { allNeeds, nearestNeeds } from "../../../app/page/model/needs";

const chapter = (id: string, ...prerequisites: string[]) => ({ id, prerequisites });
const course = [
  chapter("01"),
  chapter("02", "01"),
  chapter("08", "01", "02"),
  chapter("10", "01", "02", "08"),
  chapter("11", "06", "02", "10"),
];
const nearest = (id: string): readonly string[] =>
  nearestNeeds(
    course.find((one) => one.id === id)!,
    course,
  );

test("what another prerequisite needs is not drawn again", () => {
  expect(["01", "02", "08", "10"].map(nearest)).toEqual([[], ["01"], ["02"], ["08"]]);
});

test("a prerequisite that is no chapter of this course stays", () => {
  expect(nearest("11")).toEqual(["06", "10"]);
});

test("what a chapter needs by way of others is found, itself never, even in a ring", () => {
  expect([...allNeeds("11", course)].toSorted()).toEqual(["01", "02", "06", "08", "10"]);
  const ring = [chapter("a", "b"), chapter("b", "a")];
  expect([...allNeeds("a", ring)]).toEqual(["b"]);
});
