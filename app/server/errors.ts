// The errors that routes throw on purpose. Anything else that is thrown is a fault of the server: it is answered with
// 500 and a sentence that gives nothing away.
import { errorCode } from "../course/files";

export class HttpError extends Error {
  override readonly name = "HttpError";

  /**
   * @param status the HTTP status, 400 to 599
   * @param reason a fixed word for programs ("conflict", "not-found")
   * @param message a sentence for people
   * @param details further fields of the answer's body
   */
  constructor(
    readonly status: number,
    readonly reason: string,
    message: string,
    readonly details: Readonly<Record<string, unknown>> = {},
  ) {
    super(message);
  }

  body(): Record<string, unknown> {
    return { message: this.message, reason: this.reason, ...this.details };
  }
}

export const badRequest = (message: string): HttpError => new HttpError(400, "bad-request", message);
export const forbidden = (message: string): HttpError => new HttpError(403, "forbidden", message);
export const notFound = (message: string): HttpError => new HttpError(404, "not-found", message);
export const conflict = (message: string, details: Readonly<Record<string, unknown>> = {}): HttpError =>
  new HttpError(409, "conflict", message, details);

/** What the file system's refusals mean to someone who only wanted to read or save. */
export function fromFileSystem(error: unknown, path: string): HttpError | null {
  switch (errorCode(error)) {
    case "ENOENT":
    case "ENOTDIR":
      return notFound(`There is no "${path}" in this course.`);
    case "EACCES":
    case "EPERM":
      return forbidden(`"${path}" cannot be changed here: the file or its folder is not writable for you.`);
    case "EROFS":
      return forbidden(`"${path}" cannot be changed: the disk is mounted read-only.`);
    case "ENOSPC":
    case "EDQUOT":
      return new HttpError(
        507,
        "disk-full",
        `"${path}" was not saved: the disk is full. The old version is untouched.`,
      );
    case "ENAMETOOLONG":
      return badRequest(`The name of "${path.slice(0, 40)}…" is too long for this disk.`);
    case "ENOTEMPTY":
    case "EEXIST":
      return conflict(`"${path}" exists already or is not empty.`);
    case "EISDIR":
      return badRequest(`"${path}" is a folder.`);
    default:
      return null;
  }
}
