"use client";
/** Owns the specimens of components/ui. The virtual list is the timeline of the chat part ("live"); nothing takes files, so nothing is dropped. */
import { Inbox, Plus, TriangleAlert } from "lucide-react";
import { Avatar } from "@/components/ui/avatar";
import { Badge } from "@/components/ui/badge";
import { Banner } from "@/components/ui/banner";
import { Brand } from "@/components/ui/brand";
import { Button } from "@/components/ui/button";
import { Chip } from "@/components/ui/chip";
import { EmptyState } from "@/components/ui/empty-state";
import { IconButton } from "@/components/ui/icon-button";
import { OneLine } from "@/components/ui/one-line";
import { Qr } from "@/components/ui/qr";
import { Seal, type SealState } from "@/components/ui/seal";
import { Skeleton } from "@/components/ui/skeleton";
import { Progress, Spinner } from "@/components/ui/spinner";
import { ChoiceSpecimens, FieldSpecimens } from "./field-specimens";
import { FloatingSpecimens } from "./floating-specimens";
import { Specimen } from "./specimen";

const seals: readonly SealState[] = ["closed", "open", "broken", "moderated"];
const names = [
  "Mira Okafor",
  "Jonas Weber",
  "Aiko",
  "Lucía Fernández",
  "Sam O’Neill",
  "Priya Raman",
  "Chen Wei",
  "Amal Haddad",
];

export function PrimitivesGallery() {
  return (
    <main className="mx-auto grid max-w-5xl gap-10 p-6 md:grid-cols-2">
      <Specimen name="Type">
        <p className="text-40 font-semibold tracking-tight">Parley 40</p>
        <p className="text-28 font-semibold tracking-tight">Heading 28</p>
        <p className="text-22 font-semibold">Heading 22</p>
        <p className="text-18 font-semibold">Heading 18</p>
        <p className="text-15">Body 15: Messages are sealed on your device.</p>
        <p className="text-13 text-muted">Muted 13: shown to people you write with.</p>
        <p className="text-12 text-faint tabular-nums">Faint 12 · 14:05 · 11:11</p>
        <p className="text-15">Привет, Ελλάδα, Việt Nam, مرحبا</p>
      </Specimen>
      <Specimen name="Seal">
        <div className="flex items-center gap-5">
          {seals.map((state) => (
            <Seal key={state} state={state} label={state} className="size-14" />
          ))}
        </div>
        <div className="flex items-center gap-5">
          {seals.map((state) => (
            <span key={state} className="flex items-center gap-1.5 text-13">
              <Seal state={state} />
              {state}
            </span>
          ))}
        </div>
        <Brand name="Parley" />
      </Specimen>
      <Specimen name="Button">
        <div className="flex flex-wrap items-center gap-2">
          <Button look="primary">Send</Button>
          <Button>Cancel</Button>
          <Button look="quiet">Later</Button>
          <Button look="danger">Sign out</Button>
          <Button look="link">Compare</Button>
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Button look="primary" busy="Checking your password">
            Sign in
          </Button>
          <Button look="primary" disabled>
            Disabled
          </Button>
          <Button size="small">Small</Button>
          <Button size="large" look="primary">
            Large
          </Button>
        </div>
        <div className="flex items-center gap-2">
          <IconButton label="New">
            <Plus />
          </IconButton>
          <IconButton label="New" look="plain">
            <Plus />
          </IconButton>
          <IconButton label="New" look="primary">
            <Plus />
          </IconButton>
          <IconButton label="New" small>
            <Plus />
          </IconButton>
          <IconButton label="New" disabled>
            <Plus />
          </IconButton>
          <Spinner />
        </div>
        <Progress value={0.4} label="Progress" />
        <Progress value={null} label="Progress" />
      </Specimen>
      <FieldSpecimens />
      <ChoiceSpecimens />
      <Specimen name="Avatar, badge, chip">
        <div className="flex flex-wrap gap-2">
          {names.map((name) => (
            <Avatar key={name} id={name} name={name} />
          ))}
          <Avatar id="g" name="Group" shape="group" />
          <Avatar id="n" name="Note" shape="note" />
        </div>
        <div className="flex flex-wrap items-center gap-2">
          <Avatar id="Aiko" name="Aiko" size="small" />
          <Avatar id="Aiko" name="Aiko" size="large" />
          <Badge count={3} label="3 unread" />
          <Badge count={128} label="128 unread" />
          <Badge count={12} label="12 unread" quiet />
          <Chip>Transaction</Chip>
          <Chip tone="accent">Admin</Chip>
          <Chip tone="success">Compared</Chip>
          <Chip tone="caution">Moderator</Chip>
          <Chip tone="danger">Keys changed</Chip>
        </div>
      </Specimen>
      <Specimen name="Banner">
        {(["plain", "caution", "danger", "success"] as const).map((tone) => (
          <Banner
            key={tone}
            tone={tone}
            icon={<TriangleAlert />}
            title="Messages are missing here"
            actions={
              <Button size="small" look="quiet">
                Compare
              </Button>
            }
          >
            Parley keeps asking the server for what is missing.
          </Banner>
        ))}
      </Specimen>
      <FloatingSpecimens />
      <Specimen name="Waiting and nothing">
        <div className="flex items-center gap-3">
          <Skeleton className="size-11 rounded-full" />
          <div className="flex flex-1 flex-col gap-2">
            <Skeleton className="h-3.5 w-32" />
            <Skeleton className="h-3 w-48" />
          </div>
        </div>
        <EmptyState
          icon={<Inbox />}
          title="No conversations yet"
          text="Start one with somebody whose handle you know."
          action={<Button look="primary">Start a conversation</Button>}
        />
      </Specimen>
      <Specimen name="One line, whichever way it reads">
        <div className="flex w-48 flex-col gap-1 rounded-10 border border-line p-3 text-15">
          <OneLine>Short</OneLine>
          <OneLine>A title that is longer than its place</OneLine>
          <OneLine>عنوان أطول من المكان المخصص له هنا</OneLine>
        </div>
      </Specimen>
      <Specimen name="QR">
        <div className="w-40">
          <Qr text="parley safety number sample" label="Sample" />
        </div>
      </Specimen>
    </main>
  );
}
