/** Which versions the kernel is made of, read without loading any of it. */
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { courseRoot } from "./paths";

function versionIn(path: string): string {
  return String((JSON.parse(readFileSync(path, "utf8")) as { readonly version?: unknown }).version);
}

export function versions(): { readonly kernel: string; readonly typescript: string } {
  const root = courseRoot();
  const compiler = join(root, "node_modules/@tslab/typescript-for-tslab/package.json");
  return { kernel: versionIn(join(root, "package.json")), typescript: versionIn(compiler) };
}
