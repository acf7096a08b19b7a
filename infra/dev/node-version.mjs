// The pinned Node comes with `npm ci` on Linux and Windows; elsewhere the user's own must be new enough.
const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 24 || (major === 24 && minor < 11)) {
  console.error(
    `Tutti needs Node 24.11 or newer; this is ${process.versions.node}.\n` +
      'On Linux and Windows `npm ci` brings the right one: start through npm (`npm start`).\n' +
      'Elsewhere install Node 24 (https://nodejs.org) and try again.',
  );
  process.exit(1);
}
