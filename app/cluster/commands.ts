/** What can be typed at a cluster, and how it reads. Pure. */

export type ClusterCommand =
  | { readonly kind: "crash" | "pause" | "resume" | "restart"; readonly node: string }
  | { readonly kind: "partition"; readonly groups: readonly (readonly string[])[] }
  | { readonly kind: "slow"; readonly from: string; readonly to: string; readonly delayMs: number }
  | { readonly kind: "load"; readonly clients: number }
  | { readonly kind: "wait"; readonly milliseconds: number }
  /** Until some server has that role, or the load has completed so many operations. */
  | { readonly kind: "wait for role"; readonly role: string }
  | { readonly kind: "wait for operations"; readonly operations: number }
  | { readonly kind: "heal" | "stop load" | "status" | "check" | "help" | "quit" };

/** What was typed is no command. */
export class CommandTypo extends Error {
  override readonly name = "CommandTypo";
}

export const commandHelp = `crash <node>            SIGKILL: what is not on the disk is gone
restart <node>          start it again, with what it had saved
pause <node>            SIGSTOP: it stands still and does not know
resume <node>           SIGCONT
partition A B | C D E   cut the links between these groups
heal                    mend all links
slow <from> <to> <ms>   messages on this link leave so much later; 0 undoes it
load [clients]          clients begin to ask (default: 8)
stop load               they stop
wait <time>             500ms, 2s
wait for <role>         until some server has it, for example leader
wait for <n> operations until the load has completed so many
status                  print how everybody does
check                   end, and judge what the clients were told
quit                    end
A node is a name, or a role such as leader: whoever has it now.`;

const clientsDefault = 8;

/** One line; undefined where it is empty or a comment. @throws CommandTypo that says what is allowed */
export function parseCommand(line: string): ClusterCommand | undefined {
  const text = line.replace(/#.*$/, "").trim();
  if (text === "") return undefined;
  const [word = "", ...rest] = text.split(/\s+/);
  switch (word) {
    case "crash":
    case "pause":
    case "resume":
    case "restart":
      return { kind: word, node: only(word, rest, "a node") };
    case "partition":
      return partition(text.slice(word.length));
    case "slow":
      return slow(rest);
    case "load":
      return { kind: "load", clients: rest.length === 0 ? clientsDefault : whole("load", rest[0]!, 1000) };
    case "stop":
      if (rest.join(" ") === "load") return { kind: "stop load" };
      throw new CommandTypo("stop what? stop load");
    case "wait":
      return wait(rest);
    case "heal":
    case "status":
    case "check":
    case "help":
    case "quit":
      return { kind: word };
    default:
      throw new CommandTypo(`there is no command ${word}; help lists them`);
  }
}

function only(command: string, rest: readonly string[], what: string): string {
  if (rest.length === 1) return rest[0]!;
  throw new CommandTypo(`${command} takes ${what}, and ${rest.length} words follow it`);
}

function whole(command: string, word: string, most: number): number {
  const value = Number(word);
  if (/^\d+$/.test(word) && value >= 1 && value <= most) return value;
  throw new CommandTypo(`${command} takes a whole number from 1 to ${most}, not ${word}`);
}

function partition(text: string): ClusterCommand {
  const groups = text.split("|").map((group) => group.trim().split(/\s+/).filter(Boolean));
  if (groups.length < 2 || groups.some((group) => group.length === 0)) {
    throw new CommandTypo("partition takes groups with | between them: partition A B | C D E");
  }
  return { kind: "partition", groups };
}

function slow([from, to, delay, ...more]: readonly string[]): ClusterCommand {
  const delayMs = Number(delay);
  if (from === undefined || to === undefined || more.length > 0 || !(delayMs >= 0 && delayMs <= 60_000)) {
    throw new CommandTypo("slow takes two nodes and milliseconds from 0 to 60000: slow A B 50");
  }
  return { kind: "slow", from, to, delayMs };
}

function wait(rest: readonly string[]): ClusterCommand {
  const [first = "", second = "", third] = rest;
  if (first === "for" && third === "operations") {
    return { kind: "wait for operations", operations: whole("wait for", second, 1_000_000_000) };
  }
  if (first === "for" && second !== "" && third === undefined) return { kind: "wait for role", role: second };
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s)$/.exec(first) ?? [];
  if (number === undefined || rest.length !== 1) {
    throw new CommandTypo("wait takes a time (500ms, 2s), for <role>, or for <n> operations");
  }
  return { kind: "wait", milliseconds: Number(number) * (unit === "s" ? 1000 : 1) };
}
