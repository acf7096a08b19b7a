/** What programs need of a shell whatever they do. Settings of Tutti are none of it: nothing here may reach a real channel. */
const needed =
  /^(PATH|HOME|USER|SHELL|TERM|LANG|LC_.*|TZ|TMPDIR|TEMP|TMP|XDG_.*|NODE_.*|npm_.*|UV_.*|LD_LIBRARY_PATH|NATS_SERVER_BIN|(HTTPS?|NO)_PROXY)$/i;

/** The environment of the programs that the demonstration starts. */
export const environment = (): NodeJS.ProcessEnv =>
  Object.fromEntries(Object.entries(process.env).filter(([name]) => needed.test(name)));
