// Who may speak with the server. It listens on this machine only, but so does every web page that is open in the
// browser beside it; hence three questions for each request. Is it meant for us (Host: a hostile name that was made to
// point at 127.0.0.1 is refused)? Does it come from our own page (Origin, Sec-Fetch-Site: a page from elsewhere is
// refused, and so is a sandboxed output, whose origin is "null")? Does it know the token (header, link or cookie)?
import { createHash, createHmac, randomBytes, timingSafeEqual } from "node:crypto";
import { isIP } from "node:net";
import type { IncomingHttpHeaders } from "node:http";
import { hostname } from "node:os";

const loopbackNames = new Set(["localhost", "127.0.0.1", "[::1]"]);

export interface SecurityOptions {
  /** The address that the server listens on. */
  readonly host: string;
  readonly port: number;
  readonly token: string;
  /** Signs the cookie; the same after a restart, so that an open page can go on. */
  readonly secret: string;
  /** Further origins ("https://name.example") from which the page is served to the browser, as behind a proxy. */
  readonly origins: readonly string[];
}

export interface RequestFacts {
  readonly method: string;
  readonly headers: IncomingHttpHeaders;
  /** The `token` parameter of the address. */
  readonly queryToken: string | null;
}

/** A token with 192 random bits, safe in an address. */
export function newToken(): string {
  return randomBytes(24).toString("hex");
}

function fixedLength(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}

/** Compares without giving away, by the time it takes, how much was right. */
export function sameSecret(given: string, expected: string): boolean {
  return timingSafeEqual(fixedLength(given), fixedLength(expected));
}

/** True for the addresses that only this machine can reach. */
export function isLoopback(host: string): boolean {
  return host === "localhost" || host === "::1" || /^127\.\d+\.\d+\.\d+$/.test(host);
}

/** The name part of a Host header, "[::1]" for "[::1]:8800"; null when it is malformed. */
function hostName(header: string): string | null {
  return /^(\[[0-9a-f:.]+\]|[^:/\\@?#\s]+)(:\d{1,5})?$/i.exec(header)?.[1]?.toLowerCase() ?? null;
}

/** An IP address cannot be made to point elsewhere, so on an open server any of them is genuine. */
function isAddress(name: string): boolean {
  return isIP(name.replace(/^\[(.*)\]$/, "$1")) !== 0;
}

export class Security {
  readonly cookieName: string;
  private readonly cookieValue: string;
  private readonly hosts: ReadonlySet<string>;
  private readonly anyAddress: boolean;

  constructor(private readonly options: SecurityOptions) {
    // Cookies know no ports: two courses on one machine must not overwrite each other's.
    this.cookieName = `distlab-${options.port}`;
    this.cookieValue = createHmac("sha256", options.secret).update("distlab cookie").digest("hex");
    this.anyAddress = !isLoopback(options.host);
    const own = this.anyAddress ? [options.host, hostname(), `${hostname()}.local`] : [options.host];
    const trusted = options.origins.map((origin) => new URL(origin).host);
    this.hosts = new Set([...loopbackNames, ...own, ...trusted].map((name) => name.toLowerCase()));
  }

  /** Why a request is refused before anyone looks at its token; null when it is not. */
  refusal(facts: RequestFacts): string | null {
    const host = facts.headers.host ?? "";
    const name = hostName(host);
    if (name === null || !(this.hosts.has(name) || this.hosts.has(host.toLowerCase()) || this.allowsAddress(name))) {
      return `This server does not answer to the name ${JSON.stringify(host)}.`;
    }
    const origin = facts.headers.origin;
    if (origin !== undefined) {
      return this.isOwnOrigin(origin, host) ? null : `Requests from ${JSON.stringify(origin)} are not accepted.`;
    }
    return this.isForeignFetch(facts) ? "Requests from other sites are not accepted." : null;
  }

  private allowsAddress(name: string): boolean {
    return this.anyAddress && isAddress(name);
  }

  private isOwnOrigin(origin: string, host: string): boolean {
    return origin === `http://${host}` || origin === `https://${host}` || this.options.origins.includes(origin);
  }

  /** Browsers say where a request comes from even when they send no Origin. Following a link to us is allowed. */
  private isForeignFetch({ method, headers }: RequestFacts): boolean {
    const site = headers["sec-fetch-site"];
    if (site === undefined || site === "same-origin" || site === "none") return false;
    const follows = headers["sec-fetch-mode"] === "navigate" && headers["sec-fetch-dest"] === "document";
    return !(follows && method === "GET");
  }

  isLoggedIn(facts: RequestFacts): boolean {
    const header = /^(?:token|bearer)\s+(\S+)$/i.exec(facts.headers.authorization ?? "")?.[1];
    if (header !== undefined) return sameSecret(header, this.options.token);
    if (facts.queryToken !== null) return sameSecret(facts.queryToken, this.options.token);
    return this.cookies(facts.headers.cookie ?? "").some((value) => sameSecret(value, this.cookieValue));
  }

  private cookies(header: string): string[] {
    return header.split(";").flatMap((part) => {
      const [name, value] = part.trim().split("=", 2);
      return name === this.cookieName && value !== undefined ? [value] : [];
    });
  }

  /** For `Set-Cookie`. Scripts cannot read it, and other sites' requests do not carry it. */
  get cookie(): string {
    return `${this.cookieName}=${this.cookieValue}; Path=/; HttpOnly; SameSite=Lax; Max-Age=31536000`;
  }
}

/**
 * The page's Content-Security-Policy. Scripts come from the server only, none inline, no eval (vega-embed is used with
 * its own interpreter of expressions, `ast: true`). Pictures may be data, so that outputs show; nothing is loaded from
 * other hosts. Style attributes are needed by drawings and by the editor.
 */
export function pagePolicy(host: string): string {
  return [
    "default-src 'none'",
    "script-src 'self'",
    "style-src 'self' 'unsafe-inline'",
    "img-src 'self' data: blob:",
    "font-src 'self' data:",
    "media-src 'self' data: blob:",
    `connect-src 'self' ws://${host} wss://${host}`,
    "frame-src 'self'",
    "worker-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "object-src 'none'",
  ].join("; ");
}

/** For answers that are data: should a browser ever show one as a page, nothing in it can act. */
export const dataPolicy = "default-src 'none'; frame-ancestors 'none'; sandbox";

/** For /course/frame: scripts run, in an origin of their own, with no way to the network. */
export const framePolicy = [
  "sandbox allow-scripts",
  "default-src 'none'",
  "script-src 'unsafe-inline'",
  "style-src 'unsafe-inline'",
  "img-src data: blob:",
  "font-src data:",
  "media-src data: blob:",
  "form-action 'none'",
  "base-uri 'none'",
  "frame-ancestors 'self'",
].join("; ");

export const commonHeaders: Readonly<Record<string, string>> = {
  "X-Content-Type-Options": "nosniff",
  "Referrer-Policy": "no-referrer",
  "Cross-Origin-Opener-Policy": "same-origin",
  "Cross-Origin-Resource-Policy": "same-origin",
  "Permissions-Policy": "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
};
