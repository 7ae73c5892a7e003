// `npm run etcd [-- --seed N --seconds S]`: etcd under load, its leader killed, its history judged.
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { root, setUp } from "./setup.mjs";

setUp();
const { main } = await import(pathToFileURL(join(root, "app/dist/etcd/main.js")).href);
process.exitCode = await main(process.argv.slice(2));
