/** Carries out what is typed at a cluster, one command after the other. */
import { setTimeout as sleep } from "node:timers/promises";
import type { Cluster } from "../../cluster/cluster";
import { commandHelp, parseCommand } from "../../cluster/commands";
import type { ClusterCommand } from "../../cluster/commands";
import { keysOf } from "../../cluster/operations";
import { lookRows } from "../../cluster/view";
import type { ClusterLook } from "../../cluster/view";
import type { Context } from "../context";
import { CommandError, UsageError } from "../errors";
import { columns } from "../terminal";

/** How long a wait may take before it is an error, and how long the last reads may, in milliseconds. */
const patienceMs = 60_000;

/** A client asks for at most so many operations: enough for hours. */
const operationsMax = 20_000;

export class Session {
  /** Where sentences go: to the terminal's view, or to standard error. */
  onTell: ((text: string) => void) | undefined;
  private over = false;
  private readonly interruption = new AbortController();
  private before: ClusterLook | undefined;

  constructor(
    readonly cluster: Cluster,
    private readonly context: Context,
    private readonly quiet: boolean,
  ) {}

  get isOver(): boolean {
    return this.over;
  }

  /** Ends whatever is under way, with all processes, at once. */
  interrupt(): void {
    this.over = true;
    this.interruption.abort();
    void this.cluster.end(false);
  }

  tell(text: string): void {
    if (this.onTell !== undefined) this.onTell(text);
    else if (!this.quiet) this.context.error.line(text);
  }

  /** @throws CommandError that names the line which cannot be carried out */
  async runAll(script: readonly ScriptLine[]): Promise<void> {
    for (const { number, text, command } of script) {
      if (this.over) return;
      this.tell(`> ${text}`);
      await this.run(command).catch((error: unknown) => {
        if (!this.over) throw new CommandError(`line ${number}, ${text}: ${(error as Error).message}`);
      });
    }
  }

  async run(command: ClusterCommand): Promise<void> {
    const { cluster } = this;
    switch (command.kind) {
      case "crash":
      case "pause":
      case "resume":
      case "restart":
        return this.toNode(command.kind, command.node);
      case "partition":
        return this.partition(command.groups);
      case "heal":
        return cluster.heal();
      case "slow":
        await cluster.look();
        return cluster.slow(cluster.resolve(command.from), cluster.resolve(command.to), command.delayMs);
      case "load":
        return this.load(command.clients);
      case "stop load":
        return cluster.stopLoad();
      case "wait":
        return this.wait(command.milliseconds);
      case "wait for role":
        return this.until(`a ${command.role}`, () => this.hasRole(command.role));
      case "wait for operations":
        return this.until(`${command.operations} operations`, () => cluster.completed >= command.operations);
      case "status":
        return this.printStatus();
      case "help":
        return this.tell(commandHelp);
      case "check":
        return this.check();
      case "quit":
        this.over = true;
    }
  }

  private async wait(milliseconds: number): Promise<void> {
    // An interruption ends the wait, and is told by whoever interrupted.
    await sleep(milliseconds, undefined, { signal: this.interruption.signal }).catch(() => undefined);
  }

  private async toNode(kind: "crash" | "pause" | "resume" | "restart", name: string): Promise<void> {
    const { cluster } = this;
    if (!cluster.servers.includes(name)) await cluster.look();
    const node = cluster.resolve(name);
    await cluster[kind](node);
    if (node !== name) this.tell(`  ${name} is ${node}`);
  }

  private async partition(groups: readonly (readonly string[])[]): Promise<void> {
    await this.cluster.look();
    const resolved = groups.map((group) => group.map((name) => this.cluster.resolve(name)));
    const all = resolved.flat();
    const twice = all.find((node, index) => all.indexOf(node) !== index);
    if (twice !== undefined) throw new RangeError(`${twice} is in two groups`);
    this.cluster.partition(resolved);
  }

  private load(clients: number): Promise<void> {
    const pauseMs = [5, 25] as const;
    return this.cluster.startLoad({ clients, seed: 1, operations: operationsMax, pauseMs, kind: "mixed" });
  }

  private hasRole(role: string): boolean {
    try {
      this.cluster.resolve(role);
      return true;
    } catch {
      return false;
    }
  }

  private async until(what: string, holds: () => boolean): Promise<void> {
    const { cluster } = this;
    const deadline = cluster.nowMs + patienceMs;
    for (;;) {
      await cluster.look();
      if (holds() || this.over) return;
      if (cluster.nowMs > deadline) throw new Error(`there was no ${what} within ${patienceMs / 1000} s`);
      await sleep(50);
    }
  }

  /** Mends everything, reads every key, and ends. */
  private async check(): Promise<void> {
    const { cluster } = this;
    await cluster.stopLoad();
    cluster.heal();
    for (const node of cluster.servers) {
      const member = cluster.member(node)!;
      if (!member.up) await cluster.restart(node);
      else if (member.paused) cluster.resume(node);
    }
    if (cluster.load !== undefined && !(await cluster.readAll(keysOf(cluster.load), patienceMs))) {
      if (!this.over) this.tell("the mended cluster did not answer the last reads; what was told before is judged");
    }
    this.over = true;
  }

  /** Asks everybody, and lays what they say out in lines. */
  async look(): Promise<readonly string[]> {
    const { cluster } = this;
    await cluster.look();
    const now: ClusterLook = {
      atMs: cluster.nowMs,
      processes: cluster.all
        .filter(({ up, spec }) => up || spec.part.kind === "server")
        .map(({ spec, pid, up, paused, status }) => {
          return { process: spec.process, pid, condition: up ? (paused ? "paused" : "up") : "down", status };
        }),
    };
    const rows = lookRows(now, this.before);
    this.before = now;
    return columns(rows);
  }

  private async printStatus(): Promise<void> {
    const lines = await this.look();
    if (this.onTell === undefined && !this.quiet) for (const line of lines) this.context.out.line(line);
  }
}

/** One line of a script that does something. */
export interface ScriptLine {
  readonly number: number;
  readonly text: string;
  readonly command: ClusterCommand;
}

/**
 * Reads a whole script, before anything of it is done.
 * @throws UsageError that names the line which is no command
 */
export function parseScript(lines: readonly string[]): readonly ScriptLine[] {
  return lines.flatMap((line, index) => {
    const [number, text] = [index + 1, line.trim()];
    try {
      const command = parseCommand(line);
      return command === undefined ? [] : [{ number, text, command }];
    } catch (error) {
      throw new UsageError(`line ${number}, ${text}: ${(error as Error).message}`);
    }
  });
}
