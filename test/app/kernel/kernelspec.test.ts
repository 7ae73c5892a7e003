/** The kernelspec: Jupyter's folders, what is written, and that nobody else's kernel is lost. */
import { existsSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { isAbsolute, join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { installKernelspec, jupyterDataFolder, removeKernelspec } from "../../../app/kernel/kernelspec";

let dir = "";
beforeEach(() => {
  dir = mkdtempSync(join(tmpdir(), "distlab-test-"));
});
afterEach(() => rmSync(dir, { recursive: true }));

const specPath = () => join(dir, "kernels/tslab/kernel.json");
const readSpec = () => JSON.parse(readFileSync(specPath(), "utf8")) as { [field: string]: unknown };

function putForeign(text = '{ "argv": ["tslab"], "display_name": "TypeScript" }'): void {
  mkdirSync(join(dir, "kernels/tslab"), { recursive: true });
  writeFileSync(specPath(), text);
  writeFileSync(join(dir, "kernels/tslab/logo-64x64.png"), "logo");
}

describe("Jupyter's data folder", () => {
  const at = (platform: NodeJS.Platform, env: { [name: string]: string } = {}) =>
    jupyterDataFolder({ platform, env, home: "/home/ada" });

  test("is where Jupyter says on each system", () => {
    expect(at("linux")).toBe("/home/ada/.local/share/jupyter");
    expect(at("linux", { XDG_DATA_HOME: "/data" })).toBe("/data/jupyter");
    expect(at("darwin")).toBe("/home/ada/Library/Jupyter");
    expect(at("darwin", { JUPYTER_PLATFORM_DIRS: "1" })).toBe("/home/ada/Library/Application Support/Jupyter");
    expect(at("win32", { APPDATA: "/roaming" })).toBe("/roaming/jupyter");
    expect(at("win32")).toBe("/home/ada/.jupyter/data");
  });

  test("is what JUPYTER_DATA_DIR says, on every system", () => {
    for (const platform of ["linux", "darwin", "win32"] as const) {
      expect(at(platform, { JUPYTER_DATA_DIR: "/mine", XDG_DATA_HOME: "/data" })).toBe("/mine");
    }
  });
});

describe("installing", () => {
  test("writes absolute paths to this Node and to the launcher", () => {
    const { changed, folder, messages } = installKernelspec({ dir });
    expect({ changed, folder }).toEqual({ changed: true, folder: join(dir, "kernels/tslab") });
    expect(messages).toEqual([`Installed the kernel "tslab" ("TypeScript (distlab)") in ${folder}.`]);
    const { argv, ...rest } = readSpec() as { argv: string[] };
    expect(rest).toMatchObject({
      display_name: "TypeScript (distlab)",
      language: "typescript",
      interrupt_mode: "message",
    });
    const launcher = argv.find((one) => one.endsWith("launcher.js"))!;
    for (const path of [argv[0]!, launcher]) expect(isAbsolute(path) && existsSync(path)).toBe(true);
    expect(argv.slice(-2)).toEqual(["--config-path", "{connection_file}"]);
    expect(readdirSync(folder)).toEqual(["kernel.json"]);
  });

  test("twice changes nothing the second time", () => {
    installKernelspec({ dir });
    expect(installKernelspec({ dir })).toMatchObject({
      changed: false,
      messages: [expect.stringContaining("installed already")],
    });
  });

  test("renews what another copy of the course has installed, and says whose it was", () => {
    installKernelspec({ dir });
    writeFileSync(specPath(), JSON.stringify({ argv: [], metadata: { distlab: { root: "/elsewhere" } } }));
    expect(installKernelspec({ dir }).messages.join(" ")).toContain("It belonged to the course in /elsewhere before.");
    expect(readSpec()["display_name"]).toBe("TypeScript (distlab)");
    expect(existsSync(join(dir, "distlab"))).toBe(false);
  });

  test("sets a foreign kernel aside where Jupyter does not list it, and removing brings all of it back", () => {
    putForeign();
    const { messages } = installKernelspec({ dir });
    expect(messages[1]).toContain('The kernel "TypeScript" that was there is kept in');
    expect(readdirSync(join(dir, "kernels"))).toEqual(["tslab"]);
    expect(removeKernelspec({ dir }).messages).toEqual([
      `Removed the kernel "tslab" from ${join(dir, "kernels/tslab")}.`,
      'The kernel "TypeScript" that was there before is back.',
    ]);
    expect(readSpec()["argv"]).toEqual(["tslab"]);
    expect(readFileSync(join(dir, "kernels/tslab/logo-64x64.png"), "utf8")).toBe("logo");
  });

  test("keeps even a foreign kernel that cannot be read", () => {
    putForeign("{ broken");
    installKernelspec({ dir });
    removeKernelspec({ dir });
    expect(readFileSync(specPath(), "utf8")).toBe("{ broken");
  });

  test("refuses a name that Jupyter would not list, and a folder that cannot be written, with a reason", () => {
    expect(() => installKernelspec({ dir, name: "a b" })).toThrow(/the kernel's name is "a b"; allowed are letters/);
    writeFileSync(join(dir, "kernels"), "a file");
    expect(() => installKernelspec({ dir })).toThrow(/the kernel cannot be installed in .*: /);
  });
});

describe("removing", () => {
  test("takes away what was installed, whatever its name", () => {
    installKernelspec({ dir, name: "mine" });
    expect(removeKernelspec({ dir, name: "mine" }).changed).toBe(true);
    expect(readdirSync(join(dir, "kernels"))).toEqual([]);
  });

  test("touches nothing that is not ours", () => {
    expect(removeKernelspec({ dir })).toMatchObject({
      changed: false,
      messages: [expect.stringContaining("No kernel")],
    });
    putForeign();
    expect(removeKernelspec({ dir })).toMatchObject({
      changed: false,
      messages: [expect.stringContaining("is not ours")],
    });
    expect(readSpec()["argv"]).toEqual(["tslab"]);
  });
});
