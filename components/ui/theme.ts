/** Owns the choice of appearance: system, light or dark, kept in a cookie so that the server's first paint is already right. */

export type Theme = "system" | "light" | "dark";

/** Name of the cookie; absent means "system". */
export const themeCookie = "parley-theme";

/** The theme a cookie's value stands for; anything unknown is "system". */
export function parseTheme(value: string | undefined): Theme {
  return value === "light" || value === "dark" ? value : "system";
}

/** The theme in force in this document. */
export function currentTheme(): Theme {
  return parseTheme(document.documentElement.dataset["theme"]);
}

/** Shows a theme at once and remembers it for a year. */
export function applyTheme(theme: Theme): void {
  const age = theme === "system" ? 0 : 31_536_000;
  const secure = location.protocol === "https:" ? "; Secure" : "";
  document.cookie = `${themeCookie}=${theme}; Path=/; Max-Age=${age}; SameSite=Lax${secure}`;
  if (theme === "system") delete document.documentElement.dataset["theme"];
  else document.documentElement.dataset["theme"] = theme;
}
