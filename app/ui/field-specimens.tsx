"use client";
/** Owns the specimens of everything that is written or chosen. */
import { Globe, Link2 } from "lucide-react";
import { useState } from "react";
import { SettingsTabs } from "@/components/settings/settings-tabs";
import { Checkbox } from "@/components/ui/checkbox";
import { FilterChip } from "@/components/ui/chip";
import { Choices } from "@/components/ui/choices";
import { Field } from "@/components/ui/field";
import { PasswordField, StrengthMeter } from "@/components/ui/password-field";
import { Select } from "@/components/ui/select";
import { Switch } from "@/components/ui/switch";
import { Specimen } from "./specimen";

const reveal = { show: "Show password", hide: "Hide password" };
const languages = [
  { value: "en", label: "English", lang: "en" },
  { value: "ar", label: "العربية", lang: "ar" },
] as const;
type Language = (typeof languages)[number]["value"];

export function FieldSpecimens() {
  const [language, setLanguage] = useState<Language>("en");
  return (
    <>
      <Specimen name="Field">
        <Field label="Name" name="name" hint="Shown to people you write with." placeholder="Mira Okafor" />
        <Field label="E-mail" name="email" error="This does not look like an e-mail address." defaultValue="mira" />
        <Field label="Handle" name="handle" defaultValue="mira_o" disabled />
      </Specimen>
      <Specimen name="Password, and how strong it is">
        <PasswordField label="Password" name="password" reveal={reveal} defaultValue="four quiet words" shown />
        <StrengthMeter share={0} tone="danger" label="Strength" words="At least 12 characters" />
        <StrengthMeter share={0.25} tone="danger" label="Strength" words="Easy to guess" />
        <StrengthMeter share={0.5} tone="caution" label="Strength" words="Could be longer" />
        <StrengthMeter share={0.75} tone="success" label="Strength" words="Good" />
        <StrengthMeter share={1} tone="success" label="Strength" words="Strong" />
      </Specimen>
      <Specimen name="Select">
        <div className="flex flex-wrap gap-2">
          <Select label="Language" value={language} onValueChange={setLanguage} options={languages} />
          <Select label="Language" value={language} onValueChange={setLanguage} options={languages} quiet />
          <Select label="Language" value={language} onValueChange={setLanguage} options={languages} disabled />
        </div>
      </Specimen>
    </>
  );
}

export function ChoiceSpecimens() {
  const [checked, setChecked] = useState(true);
  const [on, setOn] = useState(true);
  const [who, setWho] = useState<"all" | "link">("all");
  return (
    <>
      <Specimen name="Checkbox and switch">
        <Checkbox checked={checked} onChange={setChecked}>
          Keep a copy
        </Checkbox>
        <Checkbox checked={!checked} onChange={(next) => setChecked(!next)}>
          Keep none
        </Checkbox>
        <Switch label="Lock when idle" hint="After 15 minutes" checked={on} onChange={setOn} />
        <Switch label="Off" checked={false} onChange={() => {}} />
        <Switch label="Cannot be changed now" checked disabled onChange={() => {}} />
      </Specimen>
      <Specimen name="One of a few">
        <Choices
          legend="Who can find it"
          value={who}
          onChange={setWho}
          choices={[
            { value: "all", title: "Everybody", hint: "It is in the list of open rooms.", icon: <Globe /> },
            { value: "link", title: "Only with its address", icon: <Link2 /> },
          ]}
        />
        <div className="flex gap-1">
          <FilterChip pressed>All</FilterChip>
          <FilterChip pressed={false}>Unread</FilterChip>
        </div>
      </Specimen>
      <Specimen name="Tabs: the way between sections">
        <SettingsTabs current="/settings/appearance" />
      </Specimen>
    </>
  );
}
