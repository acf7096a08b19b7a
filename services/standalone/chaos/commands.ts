import type { Caller, Outcome } from './calls';

/** What writers were told, by Idempotency-Key; the key stands in the event as the token's note. */
export interface Told {
  readonly acknowledged: Set<string>;
  readonly refused: Set<string>;
  /** Keys whose answer was lost: in the log once or not at all. */
  readonly unknown: Set<string>;
  /** By race: which of its entrants was told that it won. */
  readonly races: Map<string, string[]>;
}

const issue = (key: string, extra: object = {}) => ({
  method: 'POST',
  path: 'enrolment-tokens',
  body: { note: key, ttlSeconds: 3600, maxUses: 1, autoAccept: false, ...extra },
  headers: { 'idempotency-key': `"${key}"` },
});

const note = (told: Told, key: string, outcome: Outcome): void => {
  // Of a repetition: its first attempt was carried out, and what the token is nobody is told twice.
  const known = outcome.kind === 'refused' && outcome.code === 'enrolment-token.already-issued';
  if (outcome.kind === 'done' || known) told.acknowledged.add(key);
  else if (outcome.kind === 'refused') told.refused.add(key);
  else told.unknown.add(key);
};

/** Commands without an end: some are sent once, some until there is an answer, some must be refused. */
export const write = async (lane: number, caller: Caller, told: Told, stop: AbortSignal): Promise<void> => {
  for (let n = 0; !stop.aborted; n++) {
    const key = `${lane}-${n}`;
    if (n % 5 === 4) note(told, key, await caller.call(issue(key, { maxUses: 0 })));
    else if (n % 2 === 0) note(told, key, await caller.call(issue(key)));
    else note(told, key, await caller.insist(issue(key), stop));
  }
};

/** Several replace the tags of one device, all having seen the same version: at most one may be told that it won. */
export const race = async (
  device: string,
  callers: readonly Caller[],
  told: Told,
  stop: AbortSignal,
): Promise<void> => {
  for (let n = 0; !stop.aborted; n++) {
    const seen = await callers[0]?.call({ method: 'GET', path: `devices/${device}` });
    if (seen?.kind !== 'done') continue;
    const headers = { 'if-match': seen.headers.get('etag') ?? '' };
    const outcomes = await Promise.all(
      callers.map(async (caller, entrant) => {
        const body = { tags: { race: `${n}`, entrant: `${entrant}` } };
        return {
          entrant,
          outcome: await caller.call({ method: 'PATCH', path: `devices/${device}`, body, headers }),
        };
      }),
    );
    const winners = outcomes
      .filter(({ outcome }) => outcome.kind === 'done')
      .map(({ entrant }) => `${entrant}`);
    told.races.set(`${n}`, winners);
    for (const { entrant, outcome } of outcomes)
      if (outcome.kind === 'refused') told.refused.add(`race ${n}-${entrant}`);
  }
};
