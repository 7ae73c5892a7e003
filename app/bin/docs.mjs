// `npm run docs`: makes the API reference, docs/api/index.html, from the comments of the library's public names.
// It is not committed: it is made from what is, in some ten seconds, and would change with every comment.
import { join, relative } from "node:path";
import { root, setUp } from "./setup.mjs";

setUp();
const { Application } = await import("typedoc");
const out = join(root, "docs/api");
const application = await Application.bootstrapWithPlugins({
  name: "distlab",
  entryPoints: [join(root, "lib/index.ts")],
  tsconfig: join(root, "lib/tsconfig.json"),
  out,
  readme: "none",
  disableSources: true,
  excludePrivate: true,
  excludeInternal: true,
  hideGenerator: true,
  // Types that only name a part of another are not public, and need no page of their own.
  validation: { notExported: false, invalidLink: true, notDocumented: false },
  logLevel: "Warn",
});
const project = await application.convert();
if (project === undefined || application.logger.hasErrors()) process.exit(1);
await application.generateDocs(project, out);
const names = (project.children ?? []).length;
console.log(`${names} public names: ${relative(process.cwd(), join(out, "index.html"))}`);
