#!/usr/bin/env node
// The command `distlab`. It is committed, so that npm can link it before anything is built; it makes the clone
// ready if it is not, then hands over to the built command line.
import { pathToFileURL } from "node:url";
import { join } from "node:path";
import { root, setUp } from "./setup.mjs";

setUp();
await import(pathToFileURL(join(root, "app/dist/cli/main.js")).href);
