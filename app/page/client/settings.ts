/**
 * Where the server is and how to speak with it. The log-in is a cookie that scripts cannot read, so the page holds no
 * token; Jupyter's own client library does the rest, which is why the page also works with a Jupyter server.
 */
import { ServerConnection } from "@jupyterlab/services/lib/serverconnection";

/** The server's root: the page's own folder, or `?base=/user/ada/` where something else serves the page's files. */
function baseUrl(): string {
  const wanted = new URLSearchParams(location.search).get("base");
  const own = new URL(".", document.baseURI);
  if (wanted === null) return own.href;
  const url = new URL(wanted.endsWith("/") ? wanted : `${wanted}/`, location.origin);
  return url.origin === location.origin ? url.href : own.href;
}

export const base: string = baseUrl();

export const serverSettings: ServerConnection.ISettings = ServerConnection.makeSettings({
  baseUrl: base,
  appUrl: base,
  wsUrl: base.replace(/^http/, "ws"),
  token: "",
  appendToken: false,
});

/** A request's failure, in words: `status` is 0 when no answer came at all. */
export class RequestError extends Error {
  constructor(
    readonly status: number,
    message: string,
    readonly body: unknown = null,
  ) {
    super(message);
    this.name = "RequestError";
  }
}

function messageOf(body: unknown, status: number): string {
  if (typeof body === "object" && body !== null && "message" in body && typeof body.message === "string") {
    if (body.message !== "") return body.message;
  }
  return `the server answered ${status}`;
}

/** JSON in, JSON out; anything but 2xx is a RequestError. `keepalive` lets a save outlive the page. */
export async function request(
  path: string,
  options: { method?: string; body?: unknown; keepalive?: boolean } = {},
): Promise<unknown> {
  const init: RequestInit = {
    method: options.method ?? "GET",
    ...(options.body === undefined ? {} : { body: JSON.stringify(options.body) }),
    ...(options.keepalive === true ? { keepalive: true } : {}),
  };
  let response: Response;
  try {
    response = await ServerConnection.makeRequest(new URL(path, base).href, init, serverSettings);
  } catch {
    throw new RequestError(0, "the server does not answer");
  }
  const text = await response.text();
  const body = parsed(text);
  if (!response.ok) throw new RequestError(response.status, messageOf(body, response.status), body);
  return body;
}

function parsed(text: string): unknown {
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}

/** A path's segments, each escaped, slashes kept. */
export function escapePath(path: string): string {
  return path.split("/").map(encodeURIComponent).join("/");
}
