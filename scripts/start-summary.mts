/** Owns the words on the terminal when everything runs: where to look, who to be, how to stop. */
import type { Stack } from "../supabase/embedded/stack.mts";
import type { StartSettings } from "./start-settings.mts";

export interface DemoPeople {
  demoPeople: readonly { name: string; email: string }[];
  /** Of all of them. */
  demoPassword: string;
}

export function summary(o: {
  settings: StartSettings;
  stack: Stack | null;
  demo: DemoPeople | null;
  seconds: number;
}): string {
  const { settings, stack, demo } = o;
  const lines: [label: string, value: string][] = [];
  if (settings.scope !== "stack") lines.push(["Parley", settings.appUrl]);
  if (stack) {
    const database = Object.assign(new URL(stack.databaseUrl), { password: "" }).href;
    lines.push(
      ["Mails", stack.mailUrl],
      ["Supabase", stack.url],
      ["Database", `${database} (password in ${settings.dataDir}/stack.env)`],
    );
  }
  const people = demo
    ? [
        ["", ""],
        ["Sign in as", `password of all: ${demo.demoPassword}`],
        ...demo.demoPeople.map((each) => ["", `${each.email} (${each.name})`]),
      ]
    : [];
  const table = [...lines, ...people].map(([label = "", value]) => `  ${label.padEnd(12)}${value}`.trimEnd());
  return [
    "",
    `Running after ${o.seconds.toFixed(1)} s.`,
    "",
    ...table,
    "",
    "Ctrl-C stops everything. npm start -- --reset begins anew.",
  ].join("\n");
}
