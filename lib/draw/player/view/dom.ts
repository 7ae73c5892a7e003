/** Builds parts of a document: shapes of a drawing, and elements with their attributes and children. */
import type { Shape } from "../../element";
import { written } from "../../element";

const svgNamespace = "http://www.w3.org/2000/svg";

/** A shape of a drawing as an element of SVG. */
export function svgElement(shape: Shape): SVGElement {
  const made = document.createElementNS(svgNamespace, shape.tag);
  for (const [name, value] of Object.entries(shape.attributes)) {
    if (value !== undefined && name !== "xmlns")
      made.setAttribute(name, typeof value === "number" ? written(value) : value);
  }
  for (const child of shape.children) made.append(typeof child === "string" ? child : svgElement(child));
  return made;
}

export type Attributes = { readonly [name: string]: string | number | undefined };

/** An element of HTML. Attributes that are undefined are left out. */
export function html<Tag extends keyof HTMLElementTagNameMap>(
  tag: Tag,
  attributes: Attributes = {},
  ...children: readonly (Node | string)[]
): HTMLElementTagNameMap[Tag] {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes))
    if (value !== undefined) made.setAttribute(name, String(value));
  made.append(...children);
  return made;
}
