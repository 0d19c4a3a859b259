/** Owns the frame of the messenger: nobody passes without an unlocked account, and the list stays while pages change. */
import type { ReactNode } from "react";
import { Gate } from "./gate";

export default function ChatLayout({ children }: { children: ReactNode }) {
  return <Gate>{children}</Gate>;
}
