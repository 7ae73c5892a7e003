/** Validates against JSON Schemas: those in docs/schemas/, on which users rely, and those of other programs' formats. */
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { Ajv2020 } from "ajv/dist/2020.js";

const ours = join(import.meta.dirname, "../../../../docs/schemas");

const ajv = new Ajv2020({ allErrors: true, strict: true, strictRequired: false, strictTypes: false });
for (const folder of [ours, import.meta.dirname]) {
  for (const name of readdirSync(folder).filter((one) => one.endsWith(".schema.json"))) {
    ajv.addSchema(JSON.parse(readFileSync(join(folder, name), "utf8")) as object);
  }
}

export type SchemaName = "check" | "classroom50" | "exercise" | "gradescope" | "nbgrader" | "results" | "summary";

/** What is wrong with a value, a line for each fault; nothing where it is valid. */
export function schemaFaults(name: SchemaName, value: unknown): readonly string[] {
  ajv.validate(`${name}.schema.json`, value);
  return (ajv.errors ?? []).map(({ instancePath, message }) => `${instancePath || "/"} ${message ?? "is wrong"}`);
}
