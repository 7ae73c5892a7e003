/**
 * Pictures as plain values: a tree of SVG elements, written out as text here and built as a document's nodes by the
 * player, so that the still picture and the moving one are the same.
 */

export type Attribute = string | number | undefined;

/** An element of SVG, with its attributes in the order in which they are written. */
export interface Shape {
  readonly tag: string;
  readonly attributes: { readonly [name: string]: Attribute };
  readonly children: readonly (Shape | string)[];
}

/** Makes an element. Attributes that are undefined are left out; children that are undefined or false too. */
export function element(
  tag: string,
  attributes: Shape["attributes"] = {},
  ...children: readonly (Shape | string | undefined | false)[]
): Shape {
  return { tag, attributes, children: children.filter((child) => child !== undefined && child !== false) };
}

/** A number as it is written in a picture: at most two decimals, so that no digit differs between machines. */
export function written(value: number): string {
  const rounded = Math.round(value * 100) / 100;
  return String(rounded === 0 ? 0 : rounded);
}

const escapes: { readonly [character: string]: string } = { "&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;" };

/** Control characters but tabs and line ends, and halves of pairs. */
const forbidden = /[^\P{Control}\t\n\r]|[\p{Surrogate}\p{Noncharacter_Code_Point}]/gu;

/** Text that may stand in markup. Characters that XML does not allow at all become a replacement mark. */
export function escaped(text: string): string {
  return text.replace(forbidden, "\ufffd").replace(/[&<>"]/g, (character) => escapes[character]!);
}

/** An element and all that is in it, as markup. */
export function markup(node: Shape | string): string {
  if (typeof node === "string") return escaped(node);
  let text = `<${node.tag}`;
  for (const [name, value] of Object.entries(node.attributes)) {
    if (value === undefined) continue;
    text += ` ${name}="${typeof value === "number" ? written(value) : escaped(value)}"`;
  }
  if (node.children.length === 0) return `${text}/>`;
  const inside = node.tag === "style" ? node.children.join("") : node.children.map((child) => markup(child)).join("");
  return `${text}>${inside}</${node.tag}>`;
}
