/** Crashes of the compiler: none of them may be the end of a kernel. */
import { describe, expect, test } from "vitest";
import { BrokenTwice, Renewed } from "../../../app/kernel/renewed";

describe("something that breaks", () => {
  const broken = (failures: (Error | undefined)[], hidden: (Error | undefined)[] = []) => {
    const log: string[] = [];
    let made = 0;
    const renewed = new Renewed<number>({
      create: () => {
        made += 1;
        log.push(`made ${made}`);
        return made;
      },
      close: (thing) => log.push(`closed ${thing}`),
      hiddenFailure: () => hidden.shift(),
    });
    const ask = () =>
      renewed.ask((thing) => {
        const failure = failures.shift();
        if (failure !== undefined) throw failure;
        return `answer of ${thing}`;
      });
    return { ask, log };
  };

  test("is made anew once, and asked again", () => {
    const { ask, log } = broken([new Error("crash")]);
    expect(ask()).toBe("answer of 2");
    expect(log).toEqual(["made 1", "closed 1", "made 2"]);
  });

  test("is not believed when its answer hides a failure", () => {
    const { ask } = broken([], [new Error("stale")]);
    expect(ask()).toBe("answer of 2");
  });

  test("gives up after the second time, and is whole again for the next question", () => {
    const { ask } = broken([new Error("first"), new Error("second")]);
    expect(ask).toThrow(new BrokenTwice("second"));
    expect(ask()).toBe("answer of 3");
  });
});
