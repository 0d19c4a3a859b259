/** Owns what happens in the browser before any other script of ours. */
import { trustOwnScripts } from "@/lib/base/trusted-scripts";
import { startWorker } from "@/lib/crypto/page-worker";
import { holdsSession } from "@/lib/supabase/session-cookies";

trustOwnScripts();
// Whoever is signed in waits for keys, and those for the worker.
if (holdsSession()) startWorker();
