/**
 * What an editor asks while one types: completion, inspection, whether the code is complete. The protocol counts
 * positions in Unicode characters, JavaScript in UTF-16 units.
 */
import type { Session } from "./session";

type Content = { readonly [field: string]: unknown };

/** The UTF-16 position of a position in Unicode characters. */
export function toUnits(code: string, characters: number): number {
  let units = 0;
  let counted = 0;
  for (const character of code) {
    if (counted === characters) break;
    counted += 1;
    units += character.length;
  }
  return units;
}

/** The position in Unicode characters of a UTF-16 position. */
export function toCharacters(code: string, units: number): number {
  return Array.from(code.slice(0, units)).length;
}

function cursorOf(content: Content): { readonly code: string; readonly cursor: number } {
  const code = String(content["code"] ?? "");
  const position = Number(content["cursor_pos"] ?? code.length);
  return { code, cursor: toUnits(code, position) };
}

export function completeReply(session: Session, content: Content): Content {
  const { code, cursor } = cursorOf(content);
  const { start, end, candidates, original } = session.compiler.complete(code, session.declarations, cursor);
  const [from, until] = [toCharacters(code, start), toCharacters(code, end)];
  const kinds = new Map((original?.entries ?? []).map((entry) => [entry.name, entry.kind]));
  // JupyterLab's way to say what a match is, not yet in the protocol.
  const types = candidates.map((text) => ({ text, start: from, end: until, type: String(kinds.get(text) ?? "") }));
  const metadata = { _jupyter_types_experimental: types };
  return { status: "ok", matches: candidates, cursor_start: from, cursor_end: until, metadata };
}

export function inspectReply(session: Session, content: Content): Content {
  const { code, cursor } = cursorOf(content);
  const info = session.compiler.inspect(code, session.declarations, cursor);
  if (info === undefined) return { status: "ok", found: false, data: {}, metadata: {} };
  const text = session.compiler.tslab.printQuickInfo(info);
  const signature = (info.displayParts ?? []).map((part) => part.text).join("");
  const explanation = text.slice(signature.length).trim();
  const markdown = `\`\`\`typescript\n${signature}\n\`\`\`${explanation === "" ? "" : `\n\n${explanation}`}`;
  return { status: "ok", found: true, data: { "text/plain": text, "text/markdown": markdown }, metadata: {} };
}

export function isCompleteReply(session: Session, content: Content): Content {
  const { completed, indent } = session.compiler.tslab.isCompleteCode(String(content["code"] ?? ""));
  return completed ? { status: "complete" } : { status: "incomplete", indent: indent ?? "" };
}

/** What the kernel says of itself; the same on every channel. */
export function kernelInfo(versions: { readonly kernel: string; readonly typescript: string }): Content {
  return {
    status: "ok",
    protocol_version: "5.3",
    implementation: "distlab",
    implementation_version: versions.kernel,
    language_info: {
      name: "typescript",
      version: versions.typescript,
      mimetype: "text/typescript",
      file_extension: ".ts",
      // Which of these an editor reads depends on its age; tslab sends the same three.
      codemirror_mode: { mode: "typescript", name: "javascript", typescript: true },
    },
    banner: `distlab: TypeScript ${versions.typescript} (tslab) on Node ${process.versions.node}`,
    help_links: [],
    supported_features: [],
  };
}
