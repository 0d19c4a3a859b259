/** Owns what a person does with open rooms: finding, making, joining, leaving and running them. */
import type { WireCard, WireRoomMember } from "./room-api";
import type { Messenger } from "./messenger";
import { roomRole } from "./room-role";
import type { RoomCard, RoomMemberView, RoomRole, RoomsCommands } from "./view-rooms";

const dayMs = 86_400_000;
const numbers = { member: 1, admin: 2, owner: 3 } as const;

export class Rooms implements RoomsCommands {
  private readonly messenger: Messenger;

  constructor(messenger: Messenger) {
    this.messenger = messenger;
  }

  async find(query: string, after: RoomCard | null): Promise<readonly RoomCard[]> {
    const cards = await this.server.roomFind(query.trim(), after && { title: after.title, id: after.id });
    return cards.map((card) => cardOf(card));
  }

  async look(id: string): Promise<RoomCard> {
    return cardOf(await this.server.roomLook(id));
  }

  async make({ title, about, listed }: Parameters<RoomsCommands["make"]>[0]): Promise<string> {
    const id = await this.server.roomCreate({ title, about, listed, capacity: null });
    await this.messenger.look();
    return id;
  }

  async join(id: string): Promise<void> {
    await this.server.roomJoin(id);
    await this.messenger.look();
  }

  async leave(id: string): Promise<void> {
    await this.server.roomLeave(id);
    await this.messenger.look();
  }

  async members(id: string, banned: boolean, after: string | null): Promise<readonly RoomMemberView[]> {
    return (await this.server.roomMembers(id, banned, after)).map((member) => this.memberOf(member));
  }

  remove(id: string, userId: string, ban: boolean): Promise<void> {
    return this.server.roomRemove(id, userId, ban);
  }

  setRole(id: string, userId: string, role: RoomRole): Promise<void> {
    return this.server.roomSetRole(id, userId, numbers[role]);
  }

  silence(id: string, userId: string, on: boolean): Promise<void> {
    return this.server.roomSilence(id, userId, on ? "infinity" : null);
  }

  async change(id: string, change: Parameters<RoomsCommands["change"]>[1]): Promise<void> {
    await this.server.roomSettings(id, change);
    await this.again(id);
  }

  async purge(id: string, olderThanDays: number): Promise<void> {
    await this.server.roomPurge(id, this.messenger.time.now() - olderThanDays * dayMs);
    await this.again(id);
  }

  async erase(id: string, seq: number): Promise<void> {
    await this.server.roomErase(id, seq);
    await this.again(id);
  }

  private get server() {
    return this.messenger.deps.server;
  }

  /** What was changed shows at once, whether or not the socket says so. */
  private async again(id: string): Promise<void> {
    await (await this.messenger.open(id)).catchUp();
  }

  /** By name alone: in an open room nobody's keys matter. */
  private memberOf({
    user_id: userId,
    handle,
    display_name: name,
    role,
    silenced_until,
    automated,
  }: WireRoomMember): RoomMemberView {
    const me = userId === this.messenger.deps.me;
    const { trust } = this.messenger.deps.people.view(userId);
    const person = { userId, handle, name, me, trust, ...(automated === true && { automated }) };
    return { person, role: roomRole(role), silenced: silenced_until !== null };
  }
}

function cardOf({ conversation, kind, title, about, members, capacity, joined }: WireCard): RoomCard {
  return {
    id: conversation,
    kind: kind === "courseroom" ? "courseroom" : "room",
    ...{ title, about, members, joined, full: members >= capacity },
  };
}
