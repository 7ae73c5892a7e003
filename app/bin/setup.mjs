// Makes a clone ready to run: installs what is missing and builds what is stale. Plain JavaScript without
// dependencies, because it runs before anything is installed.
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

export const root = join(dirname(fileURLToPath(import.meta.url)), "../..");

/** Ends the process with a clear word when this Node is older than package.json's `engines` allows. */
export function requireNode() {
  const [major = 0, minor = 0] = process.versions.node.split(".").map(Number);
  if (major > 20 || (major === 20 && minor >= 19)) return;
  console.error(
    `distlab needs Node 20.19 or newer; this is ${process.versions.node}.\n` +
      "Install a newer Node (https://nodejs.org) and run the same command again.",
  );
  process.exit(1);
}

/** A reader that goes away early (`distlab list | head`) is no error. */
export function endQuietly() {
  for (const stream of [process.stdout, process.stderr]) {
    stream.on("error", (error) => {
      if (error.code === "EPIPE") process.exit(0);
      throw error;
    });
  }
}

function run(command, args, what) {
  const result = spawnSync(command, args, { cwd: root, stdio: ["ignore", 2, 2] });
  if (result.status === 0) return;
  console.error(`${what} failed: ${command} ${args.join(" ")}`);
  process.exit(result.status ?? 1);
}

/** True when node_modules holds what the lock file names: npm writes its own lock there after an install. */
function installed() {
  const marker = join(root, "node_modules/.package-lock.json");
  if (!existsSync(marker)) return false;
  return statSync(marker).mtimeMs >= statSync(join(root, "package-lock.json")).mtimeMs || sameLock(marker);
}

function sameLock(marker) {
  const have = JSON.parse(readFileSync(marker, "utf8")).packages;
  const want = JSON.parse(readFileSync(join(root, "package-lock.json"), "utf8")).packages;
  return Object.entries(want).every(
    ([path, entry]) => path === "" || entry.optional || entry.dev || have[path]?.version === entry.version,
  );
}

/** The newest change below the source folders, in milliseconds since the epoch. */
function newestSource(folder) {
  let newest = statSync(folder).mtimeMs;
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    if (entry.name === "dist" || entry.name === "node_modules" || entry.name.startsWith(".")) continue;
    const path = join(folder, entry.name);
    newest = Math.max(newest, entry.isDirectory() ? newestSource(path) : statSync(path).mtimeMs);
  }
  return newest;
}

function built() {
  const stamp = join(root, "app/dist/.built");
  if (!existsSync(stamp)) return false;
  return statSync(stamp).mtimeMs >= Math.max(newestSource(join(root, "lib")), newestSource(join(root, "app")));
}

/** Installs and builds if needed; says what it is doing, since both take a while. */
export function setUp() {
  endQuietly();
  requireNode();
  if (!installed()) {
    console.error("distlab: installing packages (once, about a minute) …");
    run(process.platform === "win32" ? "npm.cmd" : "npm", ["ci"], "The installation");
  }
  if (!built()) {
    console.error("distlab: building …");
    run(process.execPath, [join(root, "app/bin/build.mjs")], "The build");
  }
}
