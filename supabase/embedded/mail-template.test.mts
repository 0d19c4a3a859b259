import { expect, it } from "vitest";
import { fillIn, inLanguage } from "./mail-template.mts";

const greeting = `<p>{{ if eq .Data.language "de" }}Hallo{{ else if eq .Data.language "fr" }}Salut{{ else }}Hello{{ end }} {{ .Email }}</p>`;

it("speaks the language of the account, and what stands last to everybody else", () => {
  expect(inLanguage(greeting, "de")).toBe("<p>Hallo {{ .Email }}</p>");
  expect(inLanguage(greeting, "fr")).toBe("<p>Salut {{ .Email }}</p>");
  for (const other of ["xx", "", null]) expect(inLanguage(greeting, other)).toBe("<p>Hello {{ .Email }}</p>");
});

it("knows several conditions in one text, and leaves a text without any as it is", () => {
  expect(inLanguage(greeting + greeting, "fr")).toBe("<p>Salut {{ .Email }}</p><p>Salut {{ .Email }}</p>");
  expect(inLanguage("Hello {{ .Email }}", "de")).toBe("Hello {{ .Email }}");
});

it("fills in what it knows, once: a value is not read as a template", () => {
  expect(fillIn("{{ .Token }} for {{ .Email }}{{ .Nothing }}", { Token: "123456", Email: "{{ .Token }}" })).toBe(
    "123456 for {{ .Token }}",
  );
});
