"use client";
/** Owns setting the login password after a recovery link. */
import { useRouter } from "next/navigation";
import { AuthFrame, FootLink } from "@/components/auth/auth-frame";
import { NewPasswordForm } from "@/components/auth/one-field-forms";
import { useSubmit } from "@/components/auth/use-submit";
import { useTranslate } from "@/lib/i18n/language";
import { useSession } from "@/lib/session/use-session";

export function NewPassword() {
  const t = useTranslate();
  const router = useRouter();
  const { view, session } = useSession();
  const set = useSubmit(async (password: string) => {
    await session.setNewPassword(password);
    router.replace("/chats");
  });
  if (view.state === "signed-out")
    return (
      <AuthFrame title={t("auth.confirm.brokenTitle")} lead={t("errors.auth.what")}>
        <FootLink href="/recover" label={t("auth.confirm.newMail")} />
      </AuthFrame>
    );
  return (
    <AuthFrame title={t("auth.newPassword.title")} lead={t("auth.newPassword.lead")}>
      <NewPasswordForm busy={set.busy} failure={set.failure} onSubmit={(password) => void set.run(password)} />
    </AuthFrame>
  );
}
