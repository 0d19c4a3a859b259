/** Owns the one sentence a person with too old a Node reads. No dependencies, no new syntax: old ones must understand it. */

/** Whether that version can install the packages (which bring the newer Node that runs everything). */
export function isNewEnough(version) {
  const [major, minor] = version.split(".").map(Number);
  return major > 20 || (major === 20 && minor >= 9);
}

/** Ends the process with a sentence when this Node is older than 20.9. */
export function checkNode() {
  if (isNewEnough(process.versions.node)) return;
  process.stderr.write(
    `This is Node ${process.versions.node}. Parley needs Node 20.9 or newer to install itself: see https://nodejs.org\n`,
  );
  process.exit(1);
}
