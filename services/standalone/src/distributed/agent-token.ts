/** Lets the agent on this machine in without asking, by the same doors as everybody: REST, as `admin`. */
export const tokenForAgent = async (url: string, password: string): Promise<string> => {
  const post = async <Body>(path: string, body: unknown, headers = {}): Promise<Body> => {
    const answer = await fetch(`${url}/api/v1/${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify(body),
    });
    if (!answer.ok)
      throw new Error(`The agent was not given a token: ${answer.status} ${await answer.text()}`);
    return (await answer.json()) as Body;
  };
  const session = await post<{ accessToken: string }>('sessions', { name: 'admin', password });
  const terms = { note: 'Agent on this machine', ttlSeconds: 3600, maxUses: 1, autoAccept: true };
  const authorization = `Bearer ${session.accessToken}`;
  return (await post<{ token: string }>('enrolment-tokens', terms, { authorization })).token;
};
