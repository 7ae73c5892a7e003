/**
 * Makes the course's kernel known to Jupyter, and takes that back. Needs no Python: a kernelspec is a folder with a
 * `kernel.json` in Jupyter's data folder.
 *
 * The notebooks name the kernel `tslab`, so that they also open where only stock tslab is installed. Ours goes under the
 * same name into the user's own data folder, which comes before the system's; one that is there already is set aside,
 * and comes back when ours is removed.
 *
 * Source: https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs and, for the folders,
 * https://docs.jupyter.org/en/stable/use/jupyter-directories.html#data-files.
 */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import { homedir } from "node:os";
import { dirname, join } from "node:path";
import { courseRoot, launcherPath } from "./paths";
import { kernelNodeOptions } from "./process";

export interface KernelspecOptions {
  /** Jupyter's data folder. Default: the user's, by Jupyter's own rules. */
  readonly dir?: string;
  /** The kernel's name in notebooks. Default `tslab`. */
  readonly name?: string;
}

export interface KernelspecResult {
  /** The kernelspec's folder. */
  readonly folder: string;
  /** True when something was written or removed. */
  readonly changed: boolean;
  /** Sentences that say what was done. */
  readonly messages: readonly string[];
}

/** What the machine says about where data belong; a parameter, so that other systems' rules can be tested. */
export interface Surroundings {
  readonly platform: NodeJS.Platform;
  readonly env: { readonly [name: string]: string | undefined };
  readonly home: string;
}

interface KernelJson {
  readonly argv?: readonly string[];
  readonly display_name?: string;
  readonly metadata?: { readonly distlab?: { readonly root?: string } };
}

function here(): Surroundings {
  return { platform: process.platform, env: process.env, home: homedir() };
}

/** The user's Jupyter data folder. */
export function jupyterDataFolder({ platform, env, home }: Surroundings = here()): string {
  const said = env["JUPYTER_DATA_DIR"];
  if (said !== undefined && said !== "") return said;
  const platformDirs = /^(1|true|yes|on|y)$/i.test(env["JUPYTER_PLATFORM_DIRS"] ?? "");
  if (platform === "darwin")
    return join(home, platformDirs ? "Library/Application Support/Jupyter" : "Library/Jupyter");
  if (platform === "win32") {
    if (platformDirs) return join(env["LOCALAPPDATA"] ?? join(home, "AppData/Local"), "Jupyter");
    const appData = env["APPDATA"];
    return appData === undefined || appData === "" ? join(home, ".jupyter", "data") : join(appData, "jupyter");
  }
  const data = env["XDG_DATA_HOME"];
  return join(data === undefined || data === "" ? join(home, ".local", "share") : data, "jupyter");
}

interface Places {
  readonly name: string;
  readonly folder: string;
  /** Where a kernelspec of the same name waits; outside `kernels`, where Jupyter would list it. */
  readonly aside: string;
}

function placesOf({ dir = jupyterDataFolder(), name = "tslab" }: KernelspecOptions): Places {
  if (!/^[a-z0-9._-]+$/i.test(name)) {
    throw new Error(`the kernel's name is ${JSON.stringify(name)}; allowed are letters, digits, ".", "_" and "-"`);
  }
  return { name, folder: join(dir, "kernels", name), aside: join(dir, "distlab", "kernels", name) };
}

/** The kernelspec in a folder; undefined when there is none, an empty one when it cannot be read. */
function readSpec(folder: string): KernelJson | undefined {
  const path = join(folder, "kernel.json");
  if (!existsSync(path)) return existsSync(folder) ? {} : undefined;
  try {
    const value: unknown = JSON.parse(readFileSync(path, "utf8"));
    return typeof value === "object" && value !== null ? (value as KernelJson) : {};
  } catch {
    return {};
  }
}

function isOurs(spec: KernelJson | undefined): boolean {
  return spec?.metadata?.distlab !== undefined;
}

/** What `kernel.json` says of the course's kernel. */
export function kernelJson(): object {
  return {
    argv: [process.execPath, ...kernelNodeOptions, launcherPath(), "--config-path", "{connection_file}"],
    display_name: "TypeScript (distlab)",
    language: "typescript",
    // A message reaches the kernel whatever a cell does; a signal does not get through a loop after an `await`.
    interrupt_mode: "message",
    env: {},
    metadata: { debugger: false, distlab: { root: courseRoot() } },
  };
}

/**
 * Installs the course's kernel for this user, or brings an older installation up to date.
 * @throws Error when the name is not allowed, the course is not built, or the folder cannot be written
 */
export function installKernelspec(options: KernelspecOptions = {}): KernelspecResult {
  const { name, folder, aside } = placesOf(options);
  const json = `${JSON.stringify(kernelJson(), undefined, 2)}\n`;
  const messages: string[] = [];
  const before = readSpec(folder);
  try {
    if (before !== undefined && !isOurs(before)) messages.push(setAside(before, folder, aside));
    mkdirSync(folder, { recursive: true });
    const path = join(folder, "kernel.json");
    const same = existsSync(path) && readFileSync(path, "utf8") === json;
    if (same) return { folder, changed: false, messages: [`The kernel "${name}" is installed already in ${folder}.`] };
    // Written beside and moved into place, so that Jupyter never reads half a file.
    writeFileSync(`${path}.new`, json);
    renameSync(`${path}.new`, path);
  } catch (error) {
    throw new Error(`the kernel cannot be installed in ${folder}: ${reasonOf(error)}`, { cause: error });
  }
  const other = before?.metadata?.distlab?.root;
  if (other !== undefined && other !== courseRoot()) messages.push(`It belonged to the course in ${other} before.`);
  messages.unshift(`Installed the kernel "${name}" ("TypeScript (distlab)") in ${folder}.`);
  return { folder, changed: true, messages };
}

function setAside(spec: KernelJson, folder: string, aside: string): string {
  // The newest foreign kernelspec is the one that the user had.
  rmSync(aside, { recursive: true, force: true });
  mkdirSync(dirname(aside), { recursive: true });
  renameSync(folder, aside);
  const shown = spec.display_name === undefined ? "A kernelspec" : `The kernel "${spec.display_name}"`;
  return `${shown} that was there is kept in ${aside}; removing ours brings it back.`;
}

/**
 * Removes the course's kernel, and brings back what was there before it. Touches nothing that is not ours.
 * @throws Error when the name is not allowed or the folder cannot be written
 */
export function removeKernelspec(options: KernelspecOptions = {}): KernelspecResult {
  const { name, folder, aside } = placesOf(options);
  const present = readSpec(folder);
  if (present !== undefined && !isOurs(present)) {
    return { folder, changed: false, messages: [`The kernel "${name}" in ${folder} is not ours, so it stays.`] };
  }
  try {
    const back = existsSync(aside);
    if (present !== undefined) rmSync(folder, { recursive: true });
    if (back) {
      mkdirSync(dirname(folder), { recursive: true });
      renameSync(aside, folder);
    }
    if (present === undefined && !back) {
      return { folder, changed: false, messages: [`No kernel "${name}" of ours is installed in ${folder}.`] };
    }
    const messages = present === undefined ? [] : [`Removed the kernel "${name}" from ${folder}.`];
    if (back) messages.push(`The kernel "${readSpec(folder)?.display_name ?? name}" that was there before is back.`);
    return { folder, changed: true, messages };
  } catch (error) {
    throw new Error(`the kernel cannot be removed from ${folder}: ${reasonOf(error)}`, { cause: error });
  }
}

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
