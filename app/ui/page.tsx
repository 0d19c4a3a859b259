/** Owns /ui, the gallery: every primitive and every state with sample props. The address may name one: /ui?part=chat&state=banners&bare. Not part of the product: absent unless asked for. */
import { notFound } from "next/navigation";
import { Gallery } from "./gallery";

export default async function GalleryPage({ searchParams }: PageProps<"/ui">) {
  const shown = process.env.NODE_ENV !== "production" || process.env["PARLEY_GALLERY"] === "1";
  if (!shown) notFound();
  const search = await searchParams;
  const named = (name: string) => (typeof search[name] === "string" ? search[name] : undefined);
  return (
    <Gallery
      part={named("part")}
      state={named("state")}
      list={named("list")}
      phone={named("phone")}
      bare={named("bare") !== undefined}
    />
  );
}
