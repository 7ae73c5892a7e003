/** Ends this process, and what its cells started, when whoever started it is gone, however that happened. */
import { Socket } from "node:net";

/** How often to look whether the parent still lives where no pipe tells. */
const lookMs = 1000;

/** Ends the process at once, and its process group if it leads one. */
export function endProcess(): void {
  try {
    if (process.platform !== "win32") process.kill(-process.pid, "SIGKILL");
  } catch {
    // We lead no group: whoever started us wants us in its own.
  }
  process.kill(process.pid, "SIGKILL");
}

/**
 * Watches for the parent's death, from a thread that no cell can keep busy.
 * @param pipe a file descriptor whose other end only the parent holds. Without one, Jupyter's own way is used: where it
 *   says who it is (JPY_PARENT_PID), its disappearance is noticed within a second.
 */
export function watchParent(pipe: number | undefined): void {
  if (pipe !== undefined) {
    const socket = new Socket({ fd: pipe, readable: true, writable: false });
    for (const event of ["end", "error", "close"]) socket.once(event, endProcess);
    socket.resume();
    return;
  }
  const parent = Number(process.env["JPY_PARENT_PID"]);
  if (!Number.isInteger(parent) || process.ppid !== parent) return;
  setInterval(() => {
    if (process.ppid !== parent) endProcess();
  }, lookMs);
}
