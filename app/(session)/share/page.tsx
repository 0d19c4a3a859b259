/**
 * Owns /share: what another app has shared, and the choice where it goes. The server renders the same for everybody and never
 * sees what was shared: the page asks the service worker for it.
 */
import { Gate } from "@/app/(session)/(chat)/gate";
import { titled } from "@/lib/i18n/server";
import { KeepShared } from "./keep-shared";
import { ShareInto } from "./share-into";

export const generateMetadata = titled("share.title", { robots: { index: false } });

export default function SharePage() {
  return (
    <KeepShared>
      <Gate>
        <ShareInto />
      </Gate>
    </KeepShared>
  );
}
