// `npm run nemesis [-- --seed N --seconds S]`: real processes under load, with everything happening to them.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, setUp } from "./setup.mjs";

setUp();
const { main } = await import(pathToFileURL(join(root, "app/dist/cluster/nemesis-main.js")).href);
process.exitCode = await main(process.argv.slice(2), root);
