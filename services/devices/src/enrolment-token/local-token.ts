import { Aggregates } from '@tutti/event-store';
import { systemClock } from '@tutti/kernel';
import { loopbackEntrance, Vault, type Foundation } from '@tutti/service-kit';
import { v7 as uuid } from 'uuid';
import { EnrolmentTokens } from './enrolment-tokens';

const terms = { note: 'Agent on this machine', ttlSeconds: 3600, maxUses: 1, autoAccept: true };

/** A token that lets one device in without asking: for the agent on this machine. */
export const issueLocalToken = async (tokens: EnrolmentTokens): Promise<string> =>
  (await tokens.issue(uuid(), terms, { metadata: { authId: 'system' } })).token;

type Ground = Pick<Foundation, 'connection' | 'log' | 'snapshots' | 'vaultKeys' | 'entrance'>;

/** The same for whoever has the credentials of this service, while the service runs elsewhere. */
export const tokenForLocalAgent = async (ground: Ground): Promise<string> => {
  const vault = await Vault.open(ground.connection, ground.vaultKeys);
  const aggregates = new Aggregates(ground.log, ground.snapshots, { clock: systemClock });
  try {
    const { entrance = loopbackEntrance } = ground;
    return await issueLocalToken(new EnrolmentTokens(aggregates, vault, systemClock, entrance));
  } finally {
    await aggregates.settled();
  }
};
