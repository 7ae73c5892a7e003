/** Rules about files of every kind: nothing in them may come from one machine or one registry. */
import { homedir } from "node:os";
import type { Problem, TextFile } from "./source";

/** Folders whose files are about other machines. */
const aboutMachines = ["deploy/", "test/tidy/"];

/** Absolute paths of the machine on which someone worked. */
export function machinePaths(file: TextFile, root: string, home = homedir()): Problem[] {
  if (aboutMachines.some((folder) => file.path.startsWith(folder))) return [];
  const folders = [root, home.length > 1 ? home : root, "/work", "/root"].map((path) => path.replace(/\/$/, ""));
  const quoted = [...new Set(folders)].map((path) => path.replace(/[.*+?^${}()|[\]\\]/g, "\\$&"));
  const pattern = new RegExp(`(?<![\\w.@-])(?:${quoted.join("|")})/[\\w.-]+`);
  return file.text.split("\n").flatMap((line, index) => {
    const match = pattern.exec(line);
    if (match === null) return [];
    return [{ path: file.path, line: index + 1, message: `holds a path of one machine: ${match[0]}` }];
  });
}

/** Where packages come from is the business of whoever installs them. */
export function registryHosts({ path, text }: TextFile): Problem[] {
  return text.split("\n").flatMap((line, index) => {
    const names = /"resolved":\s*"(?!lib"|app")[^"]*"/.test(line) || /^\s*(?:@[\w-]+:)?registry\s*=/.test(line);
    return names ? [{ path, line: index + 1, message: "names a registry" }] : [];
  });
}
