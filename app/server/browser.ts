// Opens an address in the browser, where there is one to open it in.
import { spawn } from "node:child_process";

type Environment = Readonly<Record<string, string | undefined>>;

/** What opens an address on this system; null where nothing can be shown (a server without a display, CI). */
export function browserCommand(
  url: string,
  platform: string,
  environment: Environment,
): { readonly command: string; readonly args: readonly string[] } | null {
  if (environment["CI"] !== undefined) return null;
  if (platform === "darwin") return { command: "open", args: [url] };
  if (platform === "win32") return { command: "explorer.exe", args: [url] };
  // Under Windows' Linux the Windows browser is the one that is seen.
  if (environment["WSL_DISTRO_NAME"] !== undefined) return { command: "explorer.exe", args: [url] };
  const shown = environment["DISPLAY"] !== undefined || environment["WAYLAND_DISPLAY"] !== undefined;
  return shown ? { command: "xdg-open", args: [url] } : null;
}

/** Opens the address and forgets about it: the address was printed, so a failure needs no word. */
export function openInBrowser(url: string): void {
  const found = browserCommand(url, process.platform, process.env);
  if (found === null) return;
  const child = spawn(found.command, found.args, { stdio: "ignore", detached: true });
  child.on("error", () => {});
  child.unref();
}
