/** Owns how long tests of components wait for what they look for: a busy machine is slow, not wrong. */
import { configure } from "@testing-library/react";

configure({ asyncUtilTimeout: 15_000 });
