/** What only some things need: each says which. */
import { homedir } from "node:os";
import { join } from "node:path";
import { jupyterDataFolder } from "../../kernel/kernelspec";
import type { Environment } from "../terminal";
import { fine, optional } from "./findings";
import type { Finding } from "./findings";
import type { Machine } from "./machine";

/** How a package is installed here; Debian's names are given. */
function install(machine: Machine, debian: string, brew?: string): string {
  if (machine.platform === "darwin") return brew === undefined ? "not available on macOS" : `brew install ${brew}`;
  if (machine.platform === "win32") return "use Windows' Linux (WSL) for this";
  return `sudo apt-get install ${debian}`;
}

export function checkJupyter(machine: Machine): Finding {
  const found = ["jupyter-lab", "jupyter-notebook", "jupyter"].map((name) => machine.find(name)).find(Boolean);
  const need = "only for JupyterLab and Notebook; distlab start needs none";
  if (found === undefined)
    return optional("Jupyter", `not found (${need})`, install(machine, "jupyter-notebook", "jupyterlab"));
  return fine("Jupyter", found);
}

/** Which kernel the name `tslab` stands for: ours of this clone, or another. */
export function checkKernelspec(root: string, machine: Machine, environment: Environment): Finding {
  const platform = machine.platform as NodeJS.Platform;
  const data = jupyterDataFolder({ platform, env: environment, home: homedir() });
  const folder = join(data, "kernels", "tslab");
  const text = machine.read(join(folder, "kernel.json"));
  const remedy = "distlab jupyter install";
  if (text === undefined)
    return optional("kernelspec", "Jupyter and VS Code do not know the course's kernel yet", remedy);
  if (text.includes(JSON.stringify(root))) return fine("kernelspec", folder);
  return optional("kernelspec", `${folder} belongs to another tslab or another clone`, remedy);
}

export function checkNbclient(machine: Machine): Finding {
  const python = ["python3", "python"].map((name) => machine.find(name)).filter((path) => path !== undefined);
  // Debian's packages belong to Debian's Python, which need not be the first on PATH.
  const found = [...new Set([...python, "/usr/bin/python3"])].find(
    (one) => machine.exists(one) && machine.ask(one, ["-c", "import nbclient"]) !== undefined,
  );
  if (found !== undefined) return fine("nbclient", `for ${found}`);
  return optional(
    "nbclient",
    "not found (only npm run test:jupyter needs it)",
    install(machine, "python3-nbclient jupyter-notebook"),
  );
}

const browsers = ["chromium", "chromium-browser", "google-chrome", "google-chrome-stable"];

export function checkChromium(machine: Machine): Finding {
  const mac = "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome";
  const found = browsers.map((name) => machine.find(name)).find(Boolean) ?? (machine.exists(mac) ? mac : undefined);
  if (found !== undefined) return fine("Chromium", found);
  return optional(
    "Chromium",
    "not found (only npm run test:browser needs it)",
    install(machine, "chromium", "--cask google-chrome"),
  );
}

export function checkSandbox(machine: Machine): Finding {
  const bubblewrap = machine.find("bwrap");
  if (bubblewrap !== undefined) {
    const works = machine.ask(bubblewrap, ["--ro-bind", "/", "/", "--unshare-all", "true"]) !== undefined;
    if (works) return fine("sandbox", `bubblewrap, ${bubblewrap}`);
  }
  const unshare = machine.find("unshare");
  const half = unshare !== undefined && machine.ask(unshare, ["-rn", "true"]) !== undefined;
  const why = bubblewrap === undefined ? "bubblewrap not found" : "bubblewrap is here, but may not make namespaces";
  const rest = half ? "; unshare works" : "";
  const remedy = bubblewrap === undefined ? install(machine, "bubblewrap") : "allow unprivileged user namespaces";
  return optional("sandbox", `${why}${rest} (only grading others' code needs it)`, remedy);
}

export function checkEtcd(machine: Machine): Finding {
  const found = machine.find("etcd");
  if (found !== undefined) return fine("etcd", found);
  return optional(
    "etcd",
    "not found (only comparing with a real etcd needs it)",
    install(machine, "etcd-server", "etcd"),
  );
}
