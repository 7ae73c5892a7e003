/**
 * A player as HTML that stands on its own: a picture of the diagram, and a script that puts the player in its place.
 * Where scripts are taken out, the picture stays.
 */
import { createRequire } from "node:module";
import { join } from "node:path";
import { escaped } from "../element";
import type { PlayerModel } from "./model";

/** The part of esbuild that is used. */
interface Bundler {
  buildSync(options: { readonly [option: string]: unknown }): {
    readonly outputFiles: readonly { readonly text: string }[];
  };
}

/** The view is for browsers and is not compiled with the library: it is bundled from its source. */
const viewFolder = __dirname.replace(/([\\/])dist([\\/]draw[\\/]player)$/, "$2");

let bundled: string | undefined;

/** The view as one script that defines `distlabPlayer`. */
export function viewScript(): string {
  if (bundled === undefined) {
    const { buildSync } = createRequire(__filename)("esbuild") as Bundler;
    const { outputFiles } = buildSync({
      entryPoints: [join(viewFolder, "view/standalone.ts")],
      bundle: true,
      minify: true,
      write: false,
      format: "iife",
      globalName: "distlabPlayer",
      target: ["es2022"],
      charset: "utf8",
      legalComments: "none",
      tsconfigRaw: {},
      logLevel: "silent",
    });
    bundled = outputFiles[0]!.text.trim();
  }
  return bundled;
}

/** @param script the view, as `viewScript` gives it */
export function playerHtml(model: PlayerModel, svg: string, script: string): string {
  // In a script, `<` could end it or begin a comment.
  const json = JSON.stringify(model)
    .replaceAll("<", "\\u003c")
    .replaceAll("\u2028", "\\u2028")
    .replaceAll("\u2029", "\\u2029");
  const name = fingerprint(json);
  const picture = `data:image/svg+xml,${svg.replace(/[%#"<>]/g, (character) => encodeURIComponent(character)).replace(/\s+/g, " ")}`;
  const image = `<img alt="${escaped(`${model.title}. ${model.layout.description}`)}" src="${picture}" style="max-width:100%">`;
  return `<div data-distlab-player="${name}">${image}</div><script>(()=>{${script.replaceAll("</", "<\\/")};distlabPlayer.mountAll(${JSON.stringify(name)},${json})})()</script>`;
}

/** Names a model by its content (FNV-1a, 1991), so that the same drawing is the same bytes. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16).padStart(8, "0");
}
