/**
 * What a drawing is: a value that can be shown in any of several forms, richest first, and always as text, because
 * some readers have only a terminal.
 */

/** Values by MIME type, as Jupyter's `display_data` wants them. */
export type MimeBundle = { readonly [mimeType: string]: unknown };

/** A table, a chart, a diagram: immutable, and the same bytes each time it is asked. */
export interface Drawing {
  /** Every form of it that a notebook may show. */
  toMimeBundle(): MimeBundle;
  /** The text form. */
  toString(): string;
}

/** A drawing that is also a picture. */
export interface Picture extends Drawing {
  /** A whole SVG document with both a light and a dark theme in it; it loads nothing. */
  toSvg(): string;
}

/** How a `Picture` is made; each part is made when it is first asked for, and once. */
interface PictureParts {
  readonly svg: () => string;
  readonly text: () => string;
  /** Richer forms than the SVG. */
  readonly richer?: () => MimeBundle;
}

const inspect = Symbol.for("nodejs.util.inspect.custom");

/** Makes a picture of its parts. `console.log` prints its text form. */
export function picture(parts: PictureParts): Picture {
  const svg = once(parts.svg);
  const text = once(parts.text);
  const richer = once(parts.richer ?? (() => ({})));
  const value = {
    toSvg: svg,
    toString: text,
    toMimeBundle: () => ({ ...richer(), "image/svg+xml": svg(), "text/plain": text() }),
  };
  return Object.freeze(Object.defineProperty(value, inspect, { value: text }));
}

/** Makes a drawing without a picture, such as a table, from its forms other than text. */
export function textual(forms: () => MimeBundle, text: () => string): Drawing {
  const words = once(text);
  const others = once(forms);
  const value = { toString: words, toMimeBundle: () => ({ ...others(), "text/plain": words() }) };
  return Object.freeze(Object.defineProperty(value, inspect, { value: words }));
}

function once<Value>(make: () => Value): () => Value {
  let made: { readonly value: Value } | undefined;
  return () => (made ??= { value: make() }).value;
}
