/**
 * Validates JUnit's XML. Source of the rules: the schema of Jenkins' xUnit plugin, junit-10.xsd, of which these are the
 * elements, what may stand in them, and their attributes.
 */

interface Rule {
  readonly children: readonly string[];
  readonly required: readonly string[];
  readonly optional: readonly string[];
  readonly hasText?: true;
}

const message = { children: [], required: [], optional: ["message", "type"], hasText: true } as const;
const suite: Rule = {
  children: ["testsuite", "properties", "testcase", "system-out", "system-err"],
  required: ["name", "tests", "failures", "errors"],
  optional: ["group", "time", "skipped", "timestamp", "hostname", "id", "package", "file", "log", "url"],
};
const rules: { readonly [element: string]: Rule } = {
  testsuites: { children: ["testsuite"], required: [], optional: ["name", "time", "tests", "failures", "errors"] },
  testsuite: suite,
  properties: { children: ["property"], required: [], optional: [] },
  property: { children: [], required: ["name", "value"], optional: [] },
  testcase: {
    children: ["skipped", "error", "failure", "system-out", "system-err"],
    required: ["name"],
    optional: ["time", "classname", "group"],
  },
  failure: message,
  error: message,
  skipped: message,
};
/** Surefire's own way to write seconds; a suite's time is checked by it. */
const seconds = /^(([0-9]{0,3},)*[0-9]{3}|[0-9]{0,3})*(\.[0-9]*)?$/;

const tag = /<(\/?)([a-z-]+)((?:\s+[a-zA-Z]+="[^"<]*")*)\s*(\/?)>/gy;

/** What is wrong with a report, a line for each fault; nothing where it is valid. */
export function junitFaults(xml: string): readonly string[] {
  const faults: string[] = [];
  const open: string[] = [];
  const declaration = '<?xml version="1.0" encoding="UTF-8"?>\n';
  if (!xml.startsWith(declaration)) faults.push("it does not begin with its declaration");
  let at = xml.startsWith(declaration) ? declaration.length : 0;
  while (at < xml.length) {
    const next = xml.indexOf("<", at);
    const text = xml.slice(at, next === -1 ? xml.length : next);
    faults.push(...textFaults(text, open.at(-1)));
    if (next === -1) break;
    tag.lastIndex = next;
    const found = tag.exec(xml);
    if (found === null) return [...faults, `no tag at ${xml.slice(next, next + 40)}`];
    const [all, closing, name = "", attributes = "", empty] = found;
    if (closing === "/") {
      if (open.pop() !== name) faults.push(`</${name}> closes another element`);
    } else {
      faults.push(...elementFaults(name, attributes, open.at(-1)));
      if (empty !== "/") open.push(name);
    }
    at = next + all.length;
  }
  return [...faults, ...open.map((name) => `<${name}> is not closed`)];
}

function textFaults(text: string, inside: string | undefined): readonly string[] {
  const faults = /&(?!(amp|lt|gt|quot|#39);)/.test(text) ? [`an & in ${text.slice(0, 40)}`] : [];
  const isIllegal = (character: string): boolean =>
    (character < " " && !"\t\n\r".includes(character)) || "\ufffe\uffff".includes(character);
  if ([...text].some(isIllegal)) faults.push("a character that XML cannot hold");
  if (text.trim() !== "" && rules[inside ?? ""]?.hasText !== true) faults.push(`text in ${inside ?? "the document"}`);
  return faults;
}

function elementFaults(name: string, attributes: string, inside: string | undefined): readonly string[] {
  const rule = rules[name];
  if (!rule) return [`<${name}> is no element`];
  const faults: string[] = [];
  const allowed = inside === undefined ? name === "testsuites" : rules[inside]?.children.includes(name);
  if (allowed !== true) faults.push(`<${name}> in ${inside ?? "the document"}`);
  const given = new Map(
    [...attributes.matchAll(/([a-zA-Z]+)="([^"]*)"/g)].map(([, key = "", value = ""]) => [key, value]),
  );
  for (const key of rule.required) if (!given.has(key)) faults.push(`<${name}> has no ${key}`);
  for (const [key, value] of given) {
    if (![...rule.required, ...rule.optional].includes(key)) faults.push(`<${name}> has an attribute ${key}`);
    faults.push(...textFaults(value, "failure"));
    if (key === "time" && name !== "testcase" && !seconds.test(value)) faults.push(`the time ${value}`);
  }
  return faults;
}
