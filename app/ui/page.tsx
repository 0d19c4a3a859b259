/** Owns /ui, the gallery: every primitive and every state with sample props. Not part of the product: absent unless asked for. */
import { notFound } from "next/navigation";
import { Gallery } from "./gallery";

export default function GalleryPage() {
  const shown = process.env.NODE_ENV !== "production" || process.env["PARLEY_GALLERY"] === "1";
  if (!shown) notFound();
  return <Gallery />;
}
