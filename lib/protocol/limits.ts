/** Owns the limits of protocol v1 that more than one place has to know. */

/** Padded sizes of a message body, bytes. */
export const bodyBuckets = [256, 512, 1024, 2048, 4096, 8192, 16384, 32768, 65536] as const;

/** Bytes that secretbox adds to a padded body. */
export const boxOverhead = 16;

/** JSON of a body, bytes. */
export const maxBodyBytes = 32_768;

/** Nesting of a body's JSON; the outermost object is 1. */
export const maxBodyDepth = 6;

/** Text of a message, UTF-16 code units: never more than `maxBodyBytes`, however the JSON escapes it. */
export const maxTextLength = 5_000;

export const maxMentions = 256;
export const maxAttachments = 10;

/** Bytes of an attached file, before padding. */
export const maxFileBytes = 25 * 1024 * 1024;

/** Characters of an inline thumbnail in base64url: 6 KiB. */
export const maxThumbnailLength = 8_192;

/** UTF-16 code units of a reaction: one emoji with all its joiners. */
export const maxReactionLength = 32;

/** Edits that one deletion takes along. */
export const maxDeletedEdits = 256;

/** Different reactions to one message that are shown. */
export const maxReactions = 20;

/** Titles of polls' answers, invitations, status updates and links, UTF-16 code units. */
export const maxCardTitleLength = 120;

/** A poll's question, and the words under a card. */
export const maxPollText = 500;

export const maxPollOptions = 10;

/** An edit counts within this time of the original, ms between the server's times. */
export const editWindowMs = 24 * 60 * 60 * 1000;

export const maxRosterEntries = 256;

/** Clients stop adding participants here, so that three moderators still fit. */
export const maxParticipants = 253;

/** A sender makes a new epoch before sending when the current one is older, ms. */
export const maxEpochAgeMs = 7 * 24 * 60 * 60 * 1000;

/** A sender makes a new epoch before sending when the current one holds more messages. */
export const maxEpochMessages = 200;

/** How far an author's clock may run ahead of the server's before the message is marked, ms. */
export const clockAheadMs = 10 * 60 * 1000;

/** How far it may lag: queued messages keep the time of writing, ms. */
export const clockBehindMs = 7 * 24 * 60 * 60 * 1000;

/** Characters of a conversation's title. */
export const maxTitleLength = 100;
/** Days that messages are kept where neither people nor the installation have chosen. */
export const usualRetentionDays = 365;
