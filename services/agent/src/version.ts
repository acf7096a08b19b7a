/** The agent's version, as it tells the platform. */
export const agentVersion = '0.1.0';
