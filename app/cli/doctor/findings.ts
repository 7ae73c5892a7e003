/** What `distlab doctor` finds out, one thing at a time. */

/** `optional` is missing too, but only something named in `detail` needs it. */
export type Status = "ok" | "missing" | "optional";

export interface Finding {
  readonly name: string;
  readonly status: Status;
  /** What was found, or what is wrong. */
  readonly detail: string;
  /** One line: how to get it. Empty where all is well. */
  readonly remedy: string;
}

export const fine = (name: string, detail: string): Finding => ({ name, status: "ok", detail, remedy: "" });

export const missing = (name: string, detail: string, remedy: string): Finding => ({
  name,
  status: "missing",
  detail,
  remedy,
});

export const optional = (name: string, detail: string, remedy: string): Finding => ({
  name,
  status: "optional",
  detail,
  remedy,
});
