/** Owns the forms of health answers and of the browsers' reports about the content policy. */
import * as z from "zod";

/** The parts of the service that are asked, each on its own. */
export const healthParts = ["database", "rest", "auth", "storage", "realtime", "mail"] as const;

export type HealthPart = (typeof healthParts)[number];

export interface Health {
  readonly status: "ok" | "failing";
  /** Only the parts of this deployment: a mail catcher exists in development only. */
  readonly parts: Readonly<Partial<Record<HealthPart, "ok" | "failing">>>;
}

const directive = z.string().max(64);
const blocked = z.string().max(4096);

/** The older form (`report-uri`), one report. */
const legacyReport = z
  .object({ "csp-report": z.object({ "effective-directive": directive, "blocked-uri": blocked }) })
  .transform(({ "csp-report": report }) => [
    { directive: report["effective-directive"], blocked: report["blocked-uri"] },
  ]);

/** The Reporting API, several reports of several kinds. */
const reportList = z
  .array(z.object({ type: z.string(), body: z.unknown() }))
  .max(100)
  .transform((reports) =>
    reports.flatMap(({ type, body }) => {
      const parsed = z.object({ effectiveDirective: directive, blockedURL: blocked.nullish() }).safeParse(body);
      return type === "csp-violation" && parsed.success
        ? [{ directive: parsed.data.effectiveDirective, blocked: parsed.data.blockedURL ?? "" }]
        : [];
    }),
  );

/** Violations in either form. */
export const violationsSchema = z.union([legacyReport, reportList]);
