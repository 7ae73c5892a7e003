/**
 * What two honest runs of a notebook may show differently, taken away before they are compared, and no more:
 *
 * - where the course lies: its folder, the home folder and the folder for temporary files;
 * - the frames of a stack trace (lines "    at …"), since they name files of Node and of the machine;
 * - how long something really took, where the output says so in the words "took 1.2 s" (or ms, µs, min);
 * - colours, spaces at the ends of lines, and Windows line ends.
 *
 * Everything else counts, numbers to the last digit. Virtual time is never touched: a run's milliseconds are results.
 */
import { homedir, tmpdir } from "node:os";
import { realpathSync } from "node:fs";
import { stripVTControlCharacters } from "node:util";

/** Replaces this machine's folders by names that mean the same everywhere. */
export type PathCleaner = (text: string) => string;

/** @param root the course's folder, absolute */
export function pathCleaner(root: string): PathCleaner {
  const named = [
    ["<course>", root],
    ["<tmp>", tmpdir()],
    ["<home>", homedir()],
  ] as const;
  const folders = named.flatMap(([name, path]) =>
    spellings(path).map((spelling): readonly [string, string] => [name, spelling]),
  );
  // The longest first: the course may lie in the home folder.
  folders.sort(([, left], [, right]) => right.length - left.length);
  return (text) =>
    folders.reduce(
      (cleaned, [name, path]) => (text.includes(path) ? replaceFolder(cleaned, path, name) : cleaned),
      text,
    );
}

/** A folder as it may be printed: with symbolic links and without, as an address, with its backslashes doubled. */
function spellings(path: string): string[] {
  let real = path;
  try {
    real = realpathSync(path);
  } catch {
    // A folder that does not exist has only one name.
  }
  const plain = [...new Set([path, real])].filter((one) => one.length > 1);
  return plain.flatMap((one) => [`file://${one}`, one, ...(one.includes("\\") ? [one.replaceAll("\\", "\\\\")] : [])]);
}

/** Only whole names: `/srv/course` is not in `/srv/courses`. */
function replaceFolder(text: string, path: string, name: string): string {
  const quoted = path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  return text.replace(new RegExp(`${quoted}(?![\\w.-]*\\w)`, "g"), name);
}

const frame = /^[^\S\n]+at [^\n]*(?:\n|$)/gm;
const took = /\btook (?:about )?[\d.,]+ ?(?:µs|us|ms|s|min)\b/g;

/** A text as it is compared. */
export function normaliseText(text: string, cleanPaths: PathCleaner): string {
  return cleanPaths(stripVTControlCharacters(text))
    .replace(/\r\n/g, "\n")
    .replace(frame, "")
    .replace(took, "took <time>")
    .replace(/[^\S\n]+$/gm, "")
    .replace(/\n+$/, "");
}
