"use client";
/** Owns a small verb that others notice: busy while it runs, and the words for why it was refused. */
import { Button } from "@/components/ui/button";
import { Refused } from "./refused";
import { useWish } from "./use-wish";

export function SayButton(props: {
  words: string;
  look?: "plain" | "primary" | "danger";
  onSay: () => Promise<unknown>;
}) {
  const { words, look = "plain", onSay } = props;
  const wish = useWish();
  return (
    <>
      <Button look={look} size="small" busy={wish.busy && words} onClick={() => void wish.run(onSay)}>
        {words}
      </Button>
      <Refused failure={wish.failure} />
    </>
  );
}
