const thisMachine = new Set(['127.0.0.1', 'localhost', '[::1]']);

/**
 * What to run on the machine that is to become a device. Beside the console there is an agent already: another one
 * needs a folder and a port of its own.
 */
export const agentCommand = (origin: string, token: string): string => {
  const apart = thisMachine.has(new URL(origin).hostname) ? ` --data .tutti-${token.slice(-4)} --port 0` : '';
  return `npm run agent -- --url ${origin} --token ${token}${apart}`;
};
