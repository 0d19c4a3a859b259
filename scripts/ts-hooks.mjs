// Lets plain Node 24 run modules of lib/: resolves "@/…" from the project and adds the ending that bundlers add.
// Use: node --import ./scripts/ts-hooks.mjs <script>
import { existsSync } from "node:fs";
import { registerHooks } from "node:module";
import { fileURLToPath } from "node:url";

const root = new URL("../", import.meta.url);
const empty = new URL("node_modules/server-only/empty.js", root).href;
const endings = [".ts", ".tsx", ".mts"];

function withEnding(url) {
  const ending = existsSync(fileURLToPath(url)) ? "" : endings.find((one) => existsSync(fileURLToPath(url) + one));
  return ending === undefined ? undefined : url.href + ending;
}

registerHooks({
  resolve(specifier, context, next) {
    if (specifier === "server-only") return { url: empty, shortCircuit: true };
    if (specifier.startsWith("@/")) {
      const url = withEnding(new URL(specifier.slice(2), root));
      if (url) return { url, format: "module-typescript", shortCircuit: true };
    }
    if (
      specifier.startsWith("./") &&
      context.parentURL?.startsWith(root.href) &&
      !context.parentURL.includes("/node_modules/")
    ) {
      const url = withEnding(new URL(specifier, context.parentURL));
      if (url) return { url, format: "module-typescript", shortCircuit: true };
    }
    return next(specifier, context);
  },
});
