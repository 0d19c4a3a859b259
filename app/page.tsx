/** Owns the landing page. */
export default function LandingPage() {
  return <main className="p-8 text-28 font-semibold">Parley</main>;
}
