/**
 * What of a notebook's HTML and SVG may enter the page. A notebook can come from anyone, so everything that could run
 * a script, leave the page, ask for a password or lay itself over the page is taken out; the page's
 * Content-Security-Policy refuses what would still be there.
 */
import DOMPurify, { type Config } from "dompurify";

const common: Config = {
  ALLOW_DATA_ATTR: false,
  ALLOW_ARIA_ATTR: true,
  FORBID_ATTR: [
    "style",
    "srcset",
    "ping",
    "autofocus",
    "contenteditable",
    "tabindex",
    "accesskey",
    "is",
    "slot",
    "part",
  ],
  FORBID_TAGS:
    "form input button select textarea option dialog style link meta base template audio video source track map area frame iframe object embed slot marquee".split(
      " ",
    ),
};

/** Links may go to the web, to mail and to places in the course, images may be the course's or inline. */
const uris =
  /^(?:https?:|mailto:|data:image\/(?:png|jpeg|gif|webp|svg\+xml);|#|\/(?!\/)|\.{0,2}\/?[\w-][\w./%-]*(?:[?#]|$))/i;

const purifier = DOMPurify(window);

/** Ids of a notebook must not stand for the page's own; those of footnotes keep working. */
purifier.addHook("uponSanitizeAttribute", (_node, data) => {
  if (data.attrName === "id" || data.attrName === "name") {
    if (!data.attrValue.startsWith("fn")) data.attrValue = `notebook-${data.attrValue}`;
  }
  if (data.attrName === "class" && !/^[\w -]*$/.test(data.attrValue)) data.keepAttr = false;
});

/** A style sheet may paint, not fetch. */
purifier.addHook("uponSanitizeElement", (node, { tagName }) => {
  if (tagName !== "style") return;
  const text = node.textContent ?? "";
  if (/@import|@font-face|image-set|url\(\s*["']?(?!#|data:)/i.test(text)) node.textContent = "";
});

/** Markdown's HTML, ready to be put into the page. */
export function safeProse(html: string): DocumentFragment {
  return purifier.sanitize(html, {
    ...common,
    USE_PROFILES: { html: true },
    ALLOWED_URI_REGEXP: uris,
    RETURN_DOM_FRAGMENT: true,
  });
}

/**
 * An HTML output that is nothing but text, tables and the like, or null when taking out what is dangerous would change
 * it: then it belongs into a frame of its own. Style sheets are kept, since it is shown in a shadow root.
 */
export function harmlessHtml(html: string): DocumentFragment | null {
  const forbidden = common.FORBID_TAGS!.filter((tag) => tag !== "style");
  const fragment = purifier.sanitize(html, {
    ...common,
    FORBID_TAGS: forbidden,
    FORBID_ATTR: common.FORBID_ATTR!.filter((name) => name !== "style"),
    USE_PROFILES: { html: true, svg: true, mathMl: true },
    ALLOWED_URI_REGEXP: uris,
    FORCE_BODY: true,
    RETURN_DOM_FRAGMENT: true,
  });
  // Comments are dropped without harm, and so is the mark that FORCE_BODY itself puts in; anything else is a loss.
  const lost = purifier.removed.some(
    (entry) =>
      !("element" in entry) || !(entry.element.nodeType === Node.COMMENT_NODE || entry.element.nodeName === "REMOVE"),
  );
  return lost ? null : fragment;
}

/** A drawing without scripts, links out and foreign content; null when nothing of it is left. */
export function safeSvg(svg: string): SVGSVGElement | null {
  const fragment = purifier.sanitize(svg, {
    USE_PROFILES: { svg: true, svgFilters: true },
    ADD_TAGS: ["style"],
    FORBID_TAGS: ["foreignObject", "a", "image", "feImage"],
    FORBID_ATTR: ["tabindex", "autofocus"],
    RETURN_DOM_FRAGMENT: true,
  });
  const element = fragment.querySelector("svg");
  return element instanceof SVGSVGElement ? element : null;
}
