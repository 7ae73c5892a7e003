/** Prose: Markdown with tables, footnotes, formulas and a safe part of HTML, as elements to put into the page. */
import { highlightCode } from "@lezer/highlight";
import { typescriptLanguage } from "@codemirror/lang-javascript";
import Markdown, { type MarkdownIt } from "markdown-it";
import footnote from "markdown-it-footnote";
import { codeColours } from "../editor/theme";
import { isObject, joined, type JsonObject } from "../model/notebook";
import { slug } from "../model/outline";
import { mathRules, renderMath } from "./math";
import { safeProse } from "./safe";

function makeMarkdown(): MarkdownIt {
  const markdown = new Markdown({ html: true, linkify: true, typographer: false });
  markdown.linkify.set({ fuzzyLink: false, fuzzyEmail: false });
  markdown.use(footnote).use(mathRules);
  return markdown;
}

let shared: MarkdownIt | null = null;

export interface ProseOptions {
  /** Keeps the footnotes of one cell apart from those of another. */
  readonly cellId: string;
  readonly attachments?: JsonObject;
  /** The folder of the notebook: what links and images are relative to. */
  readonly folder: string;
  readonly base: string;
}

/** Colours a block of TypeScript, from the same grammar as the editor. */
function colourBlock(code: HTMLElement): void {
  const text = code.textContent ?? "";
  const pieces = document.createDocumentFragment();
  const put = (piece: string, classes: string): void => {
    if (classes === "") return pieces.append(piece);
    const span = document.createElement("span");
    span.className = classes;
    span.textContent = piece;
    pieces.append(span);
  };
  highlightCode(text, typescriptLanguage.parser.parse(text), codeColours, put, () => pieces.append("\n"));
  code.replaceChildren(pieces);
}

/** `attachment:plot.png` becomes the image that the cell carries. */
function attached(source: string, attachments: JsonObject | undefined): string | null {
  const bundle = attachments?.[decodeURIComponent(source.slice("attachment:".length))];
  if (!isObject(bundle)) return null;
  const found = Object.entries(bundle).find(([mime]) => /^image\/(png|jpeg|gif|webp)$/.test(mime));
  return found === undefined ? null : `data:${found[0]};base64,${joined(found[1]).trim()}`;
}

function mendLink(link: HTMLAnchorElement): void {
  const target = link.getAttribute("href") ?? "";
  const chapter = /^(?:\.\/)?(\d\d-[a-z0-9-]+)\.ipynb(?:#(.*))?$/.exec(target);
  if (chapter !== null) {
    link.href = `#/${chapter[1]!}${chapter[2] === undefined ? "" : `/${slug(decodeURIComponent(chapter[2]))}`}`;
  } else if (/^https?:/i.test(target)) {
    link.target = "_blank";
    link.rel = "noopener noreferrer";
    link.classList.add("outward");
  }
}

/** Footnotes jump within the page; the address bar belongs to the chapter. */
function jumpInside(link: HTMLAnchorElement, fragment: ParentNode): void {
  const target = link.getAttribute("href")!.slice(1);
  if (!target.startsWith("fn")) return;
  link.addEventListener("click", (event) => {
    event.preventDefault();
    const goal = (link.getRootNode() as ParentNode).querySelector?.(`[id="${CSS.escape(target)}"]`);
    goal?.scrollIntoView({ block: "center" });
    if (goal instanceof HTMLElement) {
      goal.tabIndex = -1;
      goal.focus({ preventScroll: true });
    }
  });
  const goal = fragment.querySelector(`[id="${CSS.escape(target)}"]`);
  if (link.closest(".footnote-ref") !== null) link.setAttribute("aria-label", `Footnote ${link.textContent ?? ""}`);
  if (link.classList.contains("footnote-backref")) link.setAttribute("aria-label", "Back to the text");
  if (goal === null) link.removeAttribute("href");
}

/** Pictures of other servers are not loaded, since that tells them who reads; a link leads there. */
function linkInstead(image: HTMLImageElement, address: string): void {
  const link = document.createElement("a");
  link.href = address;
  link.textContent = image.alt === "" ? "a picture elsewhere" : image.alt;
  image.replaceWith(link);
}

function mendImage(image: HTMLImageElement, options: ProseOptions): void {
  const source = image.getAttribute("src") ?? "";
  if (/^https?:/i.test(source)) return linkInstead(image, source);
  const inline = source.startsWith("attachment:") ? attached(source, options.attachments) : null;
  if (inline !== null) image.src = inline;
  else if (!/^(?:[a-z]+:|\/|#)/i.test(source)) image.src = `${options.base}files/${options.folder}/${source}`;
  image.loading = "lazy";
  if (!image.hasAttribute("alt")) image.alt = "";
}

/** Wide tables scroll by themselves, not the page; a keyboard can reach them. */
function wrapTable(table: HTMLTableElement): void {
  const frame = document.createElement("div");
  frame.className = "table-frame";
  frame.tabIndex = 0;
  frame.setAttribute("role", "region");
  frame.setAttribute("aria-label", "Table");
  table.replaceWith(frame);
  frame.append(table);
}

const attachmentSource = /(!\[[^\]]*\]\()attachment:/g;
const attachmentPath = "./attachment%3A";

export function renderProse(source: string, options: ProseOptions): DocumentFragment {
  shared ??= makeMarkdown();
  const text = source.replace(attachmentSource, `$1${attachmentPath}`);
  const fragment = safeProse(shared.render(text, { docId: options.cellId }));
  for (const image of fragment.querySelectorAll("img")) {
    const at = image.getAttribute("src") ?? "";
    if (at.startsWith(attachmentPath)) image.setAttribute("src", `attachment:${at.slice(attachmentPath.length)}`);
    mendImage(image, options);
  }
  for (const link of fragment.querySelectorAll("a")) {
    mendLink(link);
    if (link.getAttribute("href")?.startsWith("#fn") === true) jumpInside(link, fragment);
  }
  for (const table of fragment.querySelectorAll("table")) wrapTable(table);
  for (const code of fragment.querySelectorAll<HTMLElement>("pre > code")) {
    if (/language-(?:ts|typescript|js|javascript)\b/.test(code.className)) colourBlock(code);
    code.parentElement!.tabIndex = 0;
  }
  for (const heading of fragment.querySelectorAll<HTMLElement>("h1, h2, h3, h4")) {
    heading.id = `section-${slug(heading.textContent ?? "")}`;
  }
  void renderMath(fragment);
  return fragment;
}
