"use client";
/** Owns how the pages look and speak: theme, language, size of text, density, keys. */
import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { useEffect, useState } from "react";
import { LanguageSelect } from "@/components/auth/language-select";
import { cn } from "@/components/ui/cn";
import { prefer, usePreferences } from "@/components/ui/use-preferences";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { applyTheme, currentTheme, type Theme } from "@/components/ui/theme";
import { useTranslate } from "@/lib/i18n/language";
import { SettingsGroup, SettingsLine } from "./settings-group";

const themes: readonly Theme[] = ["system", "light", "dark"];

export function AppearanceSection() {
  const t = useTranslate();
  const wishes = usePreferences();
  return (
    <div className="flex flex-col gap-8">
      <ThemeChoice />
      <SettingsGroup>
        <SettingsLine
          title={t("settings.appearance.language")}
          text={t("settings.appearance.languageLead")}
          action={<LanguageSelect />}
        />
        <SettingsLine
          title={t("settings.appearance.text")}
          action={
            <Select
              label={t("settings.appearance.text")}
              value={wishes.text}
              onValueChange={(text) => prefer({ text })}
              options={[
                { value: "normal", label: t("settings.appearance.textNormal") },
                { value: "large", label: t("settings.appearance.textLarge") },
                { value: "larger", label: t("settings.appearance.textLarger") },
              ]}
            />
          }
        />
        <SettingsLine
          title={t("settings.appearance.density")}
          action={
            <Select
              label={t("settings.appearance.density")}
              value={wishes.density}
              onValueChange={(density) => prefer({ density })}
              options={[
                { value: "roomy", label: t("settings.appearance.densityRoomy") },
                { value: "compact", label: t("settings.appearance.densityCompact") },
              ]}
            />
          }
        />
        <div className="px-4 py-2">
          <Switch
            label={t("settings.appearance.enter")}
            hint={t(wishes.enterSends ? "settings.appearance.enterOn" : "settings.appearance.enterOff")}
            checked={wishes.enterSends}
            onChange={(enterSends) => prefer({ enterSends })}
          />
        </div>
      </SettingsGroup>
    </div>
  );
}

/** Each choice shows what it looks like. */
function ThemeChoice() {
  const t = useTranslate();
  const [theme, setTheme] = useState<Theme>("system");
  useEffect(() => setTheme(currentTheme()), []);
  const choose = (next: Theme) => {
    applyTheme(next);
    setTheme(next);
  };
  return (
    <RadioGroup
      aria-label={t("settings.appearance.theme")}
      value={theme}
      onValueChange={(value) => choose(value as Theme)}
      className="grid grid-cols-3 gap-3"
    >
      {themes.map((name) => (
        <label key={name} className="group flex cursor-pointer flex-col gap-2 text-15">
          <span className="block overflow-hidden rounded-10 border border-edge/60 group-has-data-checked:border-accent group-has-data-checked:outline-2 group-has-data-checked:outline-accent group-has-focus-visible:outline-2 group-has-focus-visible:outline-offset-2 group-has-focus-visible:outline-accent">
            <Preview theme={name} />
          </span>
          <span className="flex items-center gap-2">
            <Radio.Root
              value={name}
              className="flex size-4 shrink-0 items-center justify-center rounded-full border border-edge outline-none data-checked:border-accent-fill data-checked:bg-accent-fill"
            >
              <Radio.Indicator className="size-1.5 rounded-full bg-on-accent data-unchecked:hidden forced-colors:bg-[Highlight]" />
            </Radio.Root>
            {t(`settings.appearance.${name}`)}
          </span>
        </label>
      ))}
    </RadioGroup>
  );
}

/** Two bubbles in the colours of a theme; "system" shows both halves. */
function Preview({ theme }: { theme: Theme }) {
  if (theme === "system")
    return (
      <span aria-hidden="true" className="relative block">
        <Preview theme="light" />
        <span className="absolute inset-0 [clip-path:polygon(100%_0,100%_100%,0_100%)]">
          <Preview theme="dark" />
        </span>
      </span>
    );
  return (
    <span
      aria-hidden="true"
      data-theme={theme}
      className={cn("theme-sample flex h-20 flex-col justify-center gap-2 bg-canvas p-3")}
    >
      <span className="h-4 w-3/5 rounded-full bg-other" />
      <span className="h-4 w-1/2 self-end rounded-full bg-own" />
    </span>
  );
}
