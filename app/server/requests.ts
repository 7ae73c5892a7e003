// Reading what a request holds: parameters, query and body, all of which come from outside and may be anything.
import type { FastifyRequest } from "fastify";
import { badRequest } from "./errors";

export type Fields = Readonly<Record<string, unknown>>;

export function isFields(value: unknown): value is Fields {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A parameter of the route; "*" is what a wildcard matched. */
export function parameter(request: FastifyRequest, name: string): string {
  const parameters = request.params;
  const value = isFields(parameters) ? parameters[name] : undefined;
  return typeof value === "string" ? value : "";
}

/** A field of the query; the last one when it is repeated. */
export function queryField(request: FastifyRequest, name: string): string | undefined {
  const query = request.query;
  const value: unknown = isFields(query) ? query[name] : undefined;
  const one: unknown = Array.isArray(value) ? value.at(-1) : value;
  return typeof one === "string" ? one : undefined;
}

/** A field of the query that must be one of `choices`. @throws HttpError 400 */
export function choice<Choice extends string>(
  request: FastifyRequest,
  name: string,
  choices: readonly Choice[],
): Choice | undefined {
  const value = queryField(request, name);
  if (value === undefined) return undefined;
  const found = choices.find((one) => one === value);
  if (found === undefined) throw badRequest(`${name} is ${JSON.stringify(value)}; allowed are ${choices.join(", ")}.`);
  return found;
}

/** The body, which must be a JSON object or empty. @throws HttpError 400 */
export function body(request: FastifyRequest): Fields {
  if (request.body === undefined || request.body === null) return {};
  if (!isFields(request.body)) throw badRequest("The body must be a JSON object.");
  return request.body;
}
