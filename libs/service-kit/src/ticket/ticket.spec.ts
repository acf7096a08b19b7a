import { generateKeyPairSync } from 'node:crypto';
import { DomainError } from '@tutti/kernel';
import { SignJWT, type JWTPayload, UnsecuredJWT } from 'jose';
import { describe, expect, test } from 'vitest';
import { signAccessToken } from '../auth/access-token';
import { authIdOf } from '../auth/principal';
import { TokenVerifier } from '../auth/token-verifier';
import { mintTicket } from './ticket';
import { TicketVerifier, assertTicketOf } from './ticket-verifier';

const realm = { issuer: 'tutti:test', audience: 'tutti' };
const now = new Date('2026-11-22T12:00:00Z');
const seconds = now.getTime() / 1000;
const clock = { now: () => now };
const key = 'a key that the services of one installation share';
const runId = '0199c9a0-0000-7000-8000-000000000001';
const datasetId = '0199c9a0-0000-7000-8000-000000000002';
const content = {
  runId,
  data: [{ datasetId, version: 3 }],
  currentModel: 'a'.repeat(64),
  issuedAt: now,
  expiresAt: new Date(now.getTime() + 3_600_000),
};
const verifier = new TicketVerifier(key, realm, clock);
const pair = generateKeyPairSync('ed25519');
const people = new TokenVerifier({ key: () => pair.publicKey, refresh: async () => undefined }, realm, clock);

const refusalOf = async (work: Promise<unknown>): Promise<DomainError> => {
  const error: unknown = await work.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (error instanceof DomainError) return error;
  throw new Error('it was not refused', { cause: error });
};
const claims: JWTPayload = {
  iss: realm.issuer,
  aud: realm.audience,
  sub: runId,
  exp: seconds + 600,
  data: [],
  model: null,
};
const without = (name: string): JWTPayload =>
  Object.fromEntries(Object.entries(claims).filter(([key]) => key !== name));
const sign = (payload: JWTPayload, typ = 'tutti-ticket+jwt', secret = key): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg: 'HS256', typ }).sign(new TextEncoder().encode(secret));

describe('the ticket of a job', () => {
  test('says which run it is of, what may be read, and until when', async () => {
    const principal = await verifier.verify(await mintTicket(content, realm, key));
    expect(principal).toEqual({
      kind: 'trainer',
      id: runId,
      data: content.data,
      currentModel: content.currentModel,
      expiresAt: content.expiresAt,
    });
    expect(authIdOf(principal)).toBe(`trainer:${runId}`);
  });

  test.each<[string, () => Promise<string>]>([
    ['of another type', () => sign(claims, 'at+jwt')],
    ['signed with another key', () => sign(claims, undefined, 'another key')],
    ['of another installation', () => sign({ ...claims, iss: 'tutti:other' })],
    ['for somebody else', () => sign({ ...claims, aud: 'other' })],
    ['without an end', () => sign(without('exp'))],
    ['of no run', () => sign({ ...claims, sub: 'everything' })],
    ['that says nothing of data', () => sign(without('data'))],
    ['without a signature', async () => new UnsecuredJWT(claims).encode()],
    ['that is none', async () => 'a.b.c'],
  ])('%s is refused', async (_, make) => {
    const refusal = await refusalOf(verifier.verify(await make()));
    expect(refusal.code).toBe('job.ticket-invalid');
    expect(refusal.message).toContain('Send the one that came with the job');
  });

  test('that has expired is refused, and the refusal says so', async () => {
    const late = await sign({ ...claims, exp: seconds - 6 });
    const refusal = await refusalOf(verifier.verify(late));
    expect(refusal).toMatchObject({ code: 'job.ticket-invalid' });
    expect(refusal.message).toContain('has expired');
  });

  test('is good for its own run alone', async () => {
    const principal = await verifier.verify(await mintTicket(content, realm, key));
    expect(() => assertTicketOf(runId, principal)).not.toThrow();
    expect(() => assertTicketOf(datasetId, principal)).toThrow('another run');
  });

  test('is no access token of a person, and an access token is no ticket', async () => {
    const ticket = await mintTicket(content, realm, key);
    expect((await refusalOf(people.verify(ticket))).code).toBe('request.unauthenticated');
    const person = { userId: 'u1', role: 'admin', mustChangePassword: false, issuedAt: now } as const;
    const signer = { kid: 'one', privateKey: pair.privateKey };
    const token = await signAccessToken({ ...person, expiresAt: content.expiresAt }, realm, signer);
    expect((await people.verify(token)).id).toBe('u1');
    expect((await refusalOf(verifier.verify(token))).code).toBe('job.ticket-invalid');
  });
});
