/** Owns the sentence of a system event. */
import type { PersonView, SystemEvent } from "@/lib/chat/view";
import type { Translate } from "@/lib/i18n/translate";
import { occasionWords } from "./context-words";
import { mayAddWords, retentionWords } from "./group-choices";
import { namesOf } from "./people-words";
import { pauseWords } from "./room-words";

/** What happened, in one sentence without a full stop. */
export function systemWords(t: Translate, event: SystemEvent): string {
  const who = "who" in event ? namesOf(event.who, t("system.you")) : "";
  const by = (person: PersonView) => person.name;
  switch (event.kind) {
    case "created":
      if (event.about) return occasionWords(t, event.about);
      return event.by.me ? t("system.createdMe") : t("system.created", { by: by(event.by) });
    case "added":
      if (event.who.some((person) => person.me)) return t("groups.system.youAdded", { by: by(event.by) });
      return event.by.me ? t("system.addedMe", { who }) : t("system.added", { by: by(event.by), who });
    case "removed":
      return event.by.me ? t("system.removedMe", { who }) : t("system.removed", { by: by(event.by), who });
    case "made":
      return t(event.by.me ? "rooms.madeMe" : "rooms.made", { by: by(event.by) });
    case "joined":
      return joinedWords(t, event.who);
    case "slow": {
      if (event.seconds === 0) return t(event.by.me ? "rooms.slowEndedMe" : "rooms.slowEnded", { by: by(event.by) });
      const pause = pauseWords(t, event.seconds);
      return t(event.by.me ? "rooms.slowSetMe" : "rooms.slowSet", { by: by(event.by), pause });
    }
    case "purged":
      return t(event.by.me ? "rooms.purgedMe" : "rooms.purged", { by: by(event.by) });
    case "left":
      return t("system.left", { who });
    case "key-changed":
      return event.who.every((person) => person.me) ? t("system.keyChangedMe") : t("system.keyChanged", { who });
    case "moderator-joined":
      return t("system.moderatorJoined", { who });
    case "moderator-left":
      return t("system.moderatorLeft", { who });
    case "policy": {
      const count = event.retentionDays;
      if (count === 0)
        return t(event.by.me ? "groups.system.forEverMe" : "groups.system.forEver", { by: by(event.by) });
      return event.by.me ? t("system.policyMe", { count }) : t("system.policy", { by: by(event.by), count });
    }
    case "lifetime":
      return t(`lifetime.system.${event.step}${event.by.me ? "Me" : ""}`, {
        by: by(event.by),
        time: retentionWords(t, event.days),
      });
    case "may-add":
      return t(event.by.me ? "groups.system.mayAddMe" : "groups.system.mayAdd", {
        by: by(event.by),
        whoMay: mayAddWords(t, event.mayAdd),
      });
    case "admin-named":
      return t(event.by.me ? "groups.system.namedMe" : "groups.system.named", { by: by(event.by), who });
    case "admin-unnamed":
      return t(event.by.me ? "groups.system.unnamedMe" : "groups.system.unnamed", { by: by(event.by), who });
    case "renamed":
      return t(event.by.me ? "groups.system.renamedMe" : "groups.system.renamed", {
        by: by(event.by),
        title: event.title,
      });
    case "rotated":
      return event.by.me ? t("system.rotatedMe") : t("system.rotated", { by: by(event.by) });
  }
}

/** Names that one line holds. */
const fewNames = 3;

function joinedWords(t: Translate, people: readonly PersonView[]): string {
  if (people.every((person) => person.me)) return t("rooms.joinedMe");
  // Oneself first: that is what one looks for.
  const sorted = people.toSorted((a, b) => Number(b.me) - Number(a.me));
  const names = namesOf(sorted.slice(0, fewNames), t("system.you"));
  const more = people.length - fewNames;
  return more > 0 ? t("rooms.joinedMany", { who: names, n: more }) : t("rooms.joined", { who: names });
}
