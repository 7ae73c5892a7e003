/**
 * Functions that must leave what is passed in as it is. An answer is only ever given copies, so a `merge` that changes
 * its arguments would do no harm here, and great harm wherever somebody else still holds them.
 */
import type { Answer } from "./answer";
import { AnswerError } from "./answer";

const places = ["first", "second", "third", "fourth"];

/** What is said of a function that changed one of its arguments. @param index from 0 */
export function changedText(name: string, index: number): string {
  const place = places[index] === undefined ? `argument ${index + 1}` : `its ${places[index]} argument`;
  return `${name} changed ${place}; it should leave it as it is and return something new`;
}

/** An answer whose functions of these names are held to this, as often as they are called. @param onFault is told of it */
export function watched(answer: Answer, pure: readonly string[], onFault: () => void): Answer {
  return {
    exports: answer.exports,
    value: (name) => answer.value(name),
    create: (name, ...args) => answer.create(name, ...args),
    handler: (name) => answer.handler(name),
    callPure: (name, ...args) => answer.callPure(name, ...args),
    call(name, ...args) {
      if (!pure.includes(name)) return answer.call(name, ...args);
      try {
        return answer.callPure(name, ...args);
      } catch (error) {
        if (error instanceof AnswerError && error.fault === "changed an argument") onFault();
        throw error;
      }
    },
  };
}
