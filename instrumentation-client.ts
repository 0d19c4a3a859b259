/** Owns what happens in the browser before any other script of ours. */
import { trustOwnScripts } from "@/lib/base/trusted-scripts";

trustOwnScripts();
