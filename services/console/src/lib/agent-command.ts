/** What to run on the machine that is to become a device. */
export const agentCommand = (origin: string, token: string): string =>
  `npm run agent -- --url ${origin} --token ${token}`;
