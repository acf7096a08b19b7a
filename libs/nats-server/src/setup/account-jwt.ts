import { decode, encodeAccount, encodeUser, fromSeed, type KeyPair } from '@nats-io/jwt';
import { type NatsConnection } from '@nats-io/transport-node';
import { z } from 'zod';
import { edgeClaims } from './account-claims';
import { type EdgeAccount } from './nats-setup';
import { claimsLookupSubject, claimsUpdateSubject } from './user-permissions';

/** An nkey seed as text (`S…`). */
export type Seed = string;

const keyOf = (seed: Seed): KeyPair => fromSeed(new TextEncoder().encode(seed.trim()));
const seconds = (date: Date): number => Math.floor(date.getTime() / 1000);

export interface EdgeAccountJwtOptions {
  readonly edge: Omit<EdgeAccount, 'signingSeedFile'>;
  /** Must be the seed of `edge.operatorSignerPublicKey`: a server stores, and does not apply, what others sign. */
  readonly operatorSigningSeed: Seed;
  /** Per user key: JWTs issued up to this time (its whole second included) are dead. The full list, each time. */
  readonly revocations: ReadonlyMap<string, Date>;
}

/** Account EDGE's claims with a list of revocations, signed by the operator's signing key. */
export const edgeAccountJwt = async (options: EdgeAccountJwtOptions): Promise<string> => {
  const { edge, operatorSigningSeed, revocations } = options;
  const signer = keyOf(operatorSigningSeed);
  if (signer.getPublicKey() !== edge.operatorSignerPublicKey) {
    throw new Error('this is not the signing key of the operator that the server trusts');
  }
  const claims = edgeClaims(
    { core: edge.corePublicKey, deviceSigner: edge.signerPublicKey },
    Object.fromEntries([...revocations].map(([user, at]) => [user, seconds(at)])),
  );
  return encodeAccount('EDGE', edge.accountPublicKey, claims, { signer });
};

const updateAnswer = z.object({
  data: z.object({ code: z.number(), message: z.string().optional() }).optional(),
  error: z.object({ code: z.number().optional(), description: z.string() }).optional(),
});

/** The server did not take new account claims; `message` has its reason. */
export class ClaimsRefused extends Error {
  override readonly name = 'ClaimsRefused';
}

/**
 * Replaces account EDGE's claims on the server (and in its resolver directory, so a restart keeps them). Devices whose
 * JWT is revoked by it are disconnected at once. `connection` is user `revoker`'s.
 */
export const pushAccountJwt = async (connection: NatsConnection, jwt: string): Promise<void> => {
  const reply = await connection.request(claimsUpdateSubject(decode(jwt).sub), jwt, { timeout: 5_000 });
  const answer = updateAnswer.safeParse(JSON.parse(reply.string()));
  if (!answer.success) throw new ClaimsRefused(`the server's answer makes no sense: ${reply.string()}`);
  const { data, error } = answer.data;
  if (data?.code === 200) return;
  throw new ClaimsRefused(error?.description ?? data?.message ?? `code ${data?.code ?? 'missing'}`);
};

/** The claims of account EDGE that the server has. `connection` is user `revoker`'s. */
export const readAccountJwt = async (
  connection: NatsConnection,
  { accountPublicKey }: Pick<EdgeAccount, 'accountPublicKey'>,
): Promise<string> => {
  const reply = await connection.request(claimsLookupSubject(accountPublicKey), '', { timeout: 5_000 });
  return reply.string();
};

export interface DeviceJwtOptions {
  readonly deviceId: string;
  /** The device's nkey (`U…`); it keeps the seed. */
  readonly userPublicKey: string;
  readonly expiresAt: Date;
  readonly signingSeed: Seed;
  readonly accountPublicKey: string;
}

const subjectToken = /^[A-Za-z0-9_-]{1,64}$/;

/**
 * A device's pass. Its rights stand on the account's scoped signer and are filled in from the name, which therefore
 * must be one subject token.
 */
export const issueDeviceJwt = async (options: DeviceJwtOptions): Promise<string> => {
  if (!subjectToken.test(options.deviceId))
    throw new Error(`device id ${options.deviceId} is not a subject token`);
  return encodeUser(
    options.deviceId,
    options.userPublicKey,
    options.accountPublicKey,
    {},
    { signer: keyOf(options.signingSeed), scopedUser: true, exp: seconds(options.expiresAt) },
  );
};
