// The page itself, as the build left it: files with a digest in their name never change and are cached for good, the
// others are asked for again each time. The build puts compressed copies (.br, .gz) beside them.
import { existsSync } from "node:fs";
import { join } from "node:path";
import fastifyStatic from "@fastify/static";
import type { FastifyInstance } from "fastify";

/** The digest that esbuild puts before the extension: "main-5QX7KDPL.js". */
const digestInName = /-[A-Z0-9]{8}\.\w+(?:\.map)?$/;

export async function pageRoutes(app: FastifyInstance, folder: string): Promise<void> {
  if (!existsSync(join(folder, "index.html"))) {
    app.get("/", async (_request, reply) =>
      reply.code(503).type("text/plain; charset=utf-8").send("The page is not built yet: npm run build makes it.\n"),
    );
    return;
  }
  await app.register(async (scope) => {
    scope.addHook("onSend", async (request, reply, payload) => {
      const forGood = reply.statusCode < 400 && digestInName.test(request.url.split("?", 1)[0] ?? "");
      reply.header("Cache-Control", forGood ? "private, max-age=31536000, immutable" : "no-cache");
      return payload;
    });
    await scope.register(fastifyStatic, { root: folder, preCompressed: true, cacheControl: false });
  });
}
