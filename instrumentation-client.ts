/** Owns what happens in the browser before any other script of ours. */
import { trustOwnScripts } from "@/lib/base/trusted-scripts";
import { startWorkerAhead } from "@/lib/crypto/worker-client";
import { holdsSession } from "@/lib/supabase/stored-session";

trustOwnScripts();
// Whoever is signed in waits for keys, and those for the worker.
if (holdsSession()) startWorkerAhead();
