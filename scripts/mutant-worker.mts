/**
 * Owns one Vitest that judges mutants: told a source and its changed text by its parent, it answers whether the tests pass.
 * The changed text is served in place of the file; nothing is written to.
 */
import { fileURLToPath } from "node:url";
import { createVitest } from "vitest/node";

export interface Question {
  /** Absolute path of the source. */
  readonly path: string;
  readonly source: string;
  /** Absolute path of the test. */
  readonly test: string;
}

const root = fileURLToPath(new URL("../", import.meta.url));
let served: Question = { path: "", source: "", test: "" };

/** Without `bail`: it would count the failures of earlier mutants and stop every later run before it begins. */
const vitest = await createVitest(
  {
    root,
    config: false,
    watch: false,
    fsModuleCache: false,
    include: ["lib/{crypto,session,chat}/**/*.test.ts"],
  },
  {
    logLevel: "silent",
    resolve: { alias: { "@": root.replace(/\/$/, "") } },
    plugins: [
      {
        name: "mutant",
        enforce: "pre",
        transform: (_code, id) => (id === served.path ? { code: served.source, map: null } : null),
      },
    ],
  },
);
await vitest.standalone();

async function passes(question: Question): Promise<boolean> {
  vitest.invalidateFile(served.path);
  served = question;
  vitest.invalidateFile(served.path);
  const specification = vitest.getRootProject().createSpecification(question.test);
  const { testModules, unhandledErrors } = await vitest.runTestSpecifications([specification]);
  // The result names the modules of earlier runs too.
  const judge = testModules.find((module) => module.moduleId === question.test);
  return unhandledErrors.length === 0 && judge?.ok() === true;
}

process.on("message", (question: Question) => {
  void passes(question).then((passed) => process.send?.(passed));
});
process.send?.("ready");
