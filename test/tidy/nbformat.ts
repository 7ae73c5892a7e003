/**
 * Whether a value is a notebook of format 4.5, field by field.
 *
 * Source: nbformat's own schema, nbformat.v4.5.schema.json, and its description,
 * https://nbformat.readthedocs.io/en/latest/format_description.html. Stricter in one thing: fields that the schema
 * leaves open at the top of a notebook and of its outputs are refused.
 */

type Fields = Readonly<Record<string, unknown>>;
type Shape = Readonly<Record<string, (value: unknown) => boolean>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value);
const isString = (value: unknown): boolean => typeof value === "string";
const isText = (value: unknown): boolean => isString(value) || (Array.isArray(value) && value.every(isString));
const isStrings = (value: unknown): boolean => Array.isArray(value) && value.every(isString);
const isCount = (value: unknown): boolean => value === null || (Number.isInteger(value) && Number(value) >= 0);
const isJsonType = (type: string): boolean => type === "application/json" || /^application\/.*\+json$/.test(type);

const isBundle = (value: unknown): boolean =>
  isFields(value) && Object.entries(value).every(([type, data]) => isJsonType(type) || isText(data));
const isAttachments = (value: unknown): boolean => isFields(value) && Object.values(value).every(isBundle);
const isId = (value: unknown): boolean => typeof value === "string" && /^[a-zA-Z0-9-_]{1,64}$/.test(value);

const isKernelspec = (value: unknown): boolean =>
  isFields(value) && isString(value["name"]) && isString(value["display_name"]);
const isLanguage = (value: unknown): boolean => isFields(value) && isString(value["name"]);

const isTags = (value: unknown): boolean =>
  Array.isArray(value) &&
  new Set(value).size === value.length &&
  value.every((tag) => typeof tag === "string" && /^[^,]+$/.test(tag));

const isCellMetadata = (value: unknown): boolean =>
  isFields(value) && (value["tags"] === undefined || isTags(value["tags"]));

const anyCell: Shape = { id: isId, metadata: isCellMetadata, source: isText, cell_type: isString };
const cells: Readonly<Record<string, { readonly needed: Shape; readonly optional: Shape }>> = {
  markdown: { needed: anyCell, optional: { attachments: isAttachments } },
  raw: { needed: anyCell, optional: { attachments: isAttachments } },
  code: { needed: { ...anyCell, execution_count: isCount, outputs: Array.isArray }, optional: {} },
};

const data: Shape = { output_type: isString, data: isBundle, metadata: isFields };
const outputs: Readonly<Record<string, Shape>> = {
  stream: { output_type: isString, name: isString, text: isText },
  display_data: data,
  execute_result: { ...data, execution_count: isCount },
  error: { output_type: isString, ename: isString, evalue: isString, traceback: isStrings },
};

/** What is wrong, each with its place (`cells[3].outputs[0].text`); empty for a notebook of format 4.5. */
export function nbformatFaults(value: unknown): string[] {
  const top: Shape = {
    nbformat: (v) => v === 4,
    nbformat_minor: (v) => v === 5,
    metadata: isFields,
    cells: Array.isArray,
  };
  const faults = shapeFaults(value, "notebook", top, {});
  if (faults.length > 0 || !isFields(value)) return faults;
  const metadata = value["metadata"] as Fields;
  const needed = { kernelspec: isKernelspec, language_info: isLanguage };
  for (const [field, fits] of Object.entries(needed)) if (!fits(metadata[field])) faults.push(`metadata.${field}`);
  const seen = new Set<unknown>();
  for (const [index, cell] of (value["cells"] as readonly unknown[]).entries()) {
    faults.push(...cellFaults(cell, `cells[${index}]`));
    const id = isFields(cell) ? cell["id"] : undefined;
    if (seen.has(id)) faults.push(`cells[${index}].id (${String(id)} is there twice)`);
    seen.add(id);
  }
  return faults;
}

function cellFaults(cell: unknown, at: string): string[] {
  const type = isFields(cell) ? cell["cell_type"] : undefined;
  const shape = typeof type === "string" && Object.hasOwn(cells, type) ? cells[type] : undefined;
  if (shape === undefined) return [`${at}.cell_type`];
  const faults = shapeFaults(cell, at, shape.needed, shape.optional);
  const list: unknown = isFields(cell) ? cell["outputs"] : undefined;
  if (!Array.isArray(list)) return faults;
  return [...faults, ...list.flatMap((output: unknown, index) => outputFaults(output, `${at}.outputs[${index}]`))];
}

function outputFaults(output: unknown, at: string): string[] {
  const type = isFields(output) ? output["output_type"] : undefined;
  const shape = typeof type === "string" && Object.hasOwn(outputs, type) ? outputs[type] : undefined;
  return shape === undefined ? [`${at}.output_type`] : shapeFaults(output, at, shape, {});
}

function shapeFaults(value: unknown, at: string, needed: Shape, optional: Shape): string[] {
  if (!isFields(value)) return [at];
  const faults = Object.entries(needed).flatMap(([field, fits]) => (fits(value[field]) ? [] : [`${at}.${field}`]));
  for (const [field, content] of Object.entries(value)) {
    if (Object.hasOwn(needed, field)) continue;
    const fits = Object.hasOwn(optional, field) ? optional[field] : undefined;
    if (fits?.(content) !== true) faults.push(`${at}.${field}`);
  }
  return faults;
}
