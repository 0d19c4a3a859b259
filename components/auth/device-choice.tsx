"use client";
/** Owns the question whose computer this is: two answers of equal weight. */
import { Radio } from "@base-ui/react/radio";
import { RadioGroup } from "@base-ui/react/radio-group";
import { Laptop, Library } from "lucide-react";
import type { ReactNode } from "react";
import { useTranslate } from "@/lib/i18n/language";

export interface DeviceChoiceProps {
  shared: boolean;
  onChange: (shared: boolean) => void;
}

export function DeviceChoice({ shared, onChange }: DeviceChoiceProps) {
  const t = useTranslate();
  return (
    <div className="flex flex-col gap-1.5">
      <span id="device-legend" className="text-13 font-medium">
        {t("auth.device.legend")}
      </span>
      <RadioGroup
        aria-labelledby="device-legend"
        value={shared ? "shared" : "own"}
        onValueChange={(value) => onChange(value === "shared")}
        className="grid grid-cols-2 gap-2"
      >
        <Choice value="own" icon={<Laptop />} title={t("auth.device.own")} hint={t("auth.device.ownHint")} />
        <Choice value="shared" icon={<Library />} title={t("auth.device.shared")} hint={t("auth.device.sharedHint")} />
      </RadioGroup>
    </div>
  );
}

function Choice({ value, icon, title, hint }: { value: string; icon: ReactNode; title: string; hint: string }) {
  return (
    <label className="group relative flex cursor-pointer flex-col gap-1 rounded-10 border border-edge bg-surface p-3 transition-colors duration-150 has-data-checked:border-accent has-data-checked:bg-accent-soft has-data-checked:outline-1 has-data-checked:-outline-offset-1 has-data-checked:outline-accent has-focus-visible:outline-2 has-focus-visible:outline-offset-2 has-focus-visible:outline-accent">
      <span className="flex items-center justify-between gap-2">
        <span className="flex items-center gap-2 text-15 font-medium [&_svg]:size-4 [&_svg]:text-muted">
          {icon}
          {title}
        </span>
        <Radio.Root
          value={value}
          className="flex size-4 items-center justify-center rounded-full border border-edge outline-none data-checked:border-accent-fill data-checked:bg-accent-fill"
        >
          <Radio.Indicator className="size-1.5 rounded-full bg-on-accent data-unchecked:hidden forced-colors:bg-[Highlight]" />
        </Radio.Root>
      </span>
      <span className="text-13 text-muted">{hint}</span>
    </label>
  );
}
