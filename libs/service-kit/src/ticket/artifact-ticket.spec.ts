import type { DomainError } from '@tutti/kernel';
import { SignJWT, type JWTPayload } from 'jose';
import { describe, expect, test } from 'vitest';
import { authIdOf } from '../auth/principal';
import { mintArtifactTicket } from './artifact-ticket';
import { ArtifactTicketVerifier, assertArtifactTicketOf } from './artifact-ticket-verifier';
import { mintTicket } from './ticket';
import { TicketVerifier } from './ticket-verifier';

const realm = { issuer: 'tutti:test', audience: 'tutti' };
const now = new Date('2026-11-22T12:00:00Z');
const seconds = now.getTime() / 1000;
const clock = { now: () => now };
const key = 'a key that the services of one installation share';
const deviceId = 'a'.repeat(26);
const modelId = '0199c9a0-0000-7000-8000-000000000001';
const digest = 'd'.repeat(64);
const verifier = new ArtifactTicketVerifier(key, realm, clock);
const mint = () => mintArtifactTicket({ deviceId, modelId, digest, issuedAt: now }, realm, key);

const claims: JWTPayload = {
  iss: realm.issuer,
  aud: realm.audience,
  sub: deviceId,
  exp: seconds + 600,
  model: modelId,
  digest,
};
const sign = (payload: JWTPayload, typ = 'tutti-artifact-ticket+jwt', secret = key): Promise<string> =>
  new SignJWT(payload).setProtectedHeader({ alg: 'HS256', typ }).sign(new TextEncoder().encode(secret));

describe('the ticket for a model', () => {
  test('says which device may fetch which artifact, for a quarter of an hour', async () => {
    const { ticket, expiresAt } = await mint();
    expect(expiresAt).toEqual(new Date('2026-11-22T12:15:00Z'));
    const principal = await verifier.verify(ticket);
    expect(principal).toEqual({ kind: 'artifact', id: deviceId, modelId, digest, expiresAt });
    expect(authIdOf(principal)).toBe(`artifact:${deviceId}`);
  });

  test.each<[string, () => Promise<string>]>([
    ['of another type', () => sign(claims, 'tutti-ticket+jwt')],
    ['signed with another key', () => sign(claims, undefined, 'another key')],
    ['of another installation', () => sign({ ...claims, iss: 'tutti:other' })],
    ['of no device', () => sign({ ...claims, sub: modelId })],
    ['of no model', () => sign({ ...claims, model: 'every' })],
    ['of no artifact', () => sign({ ...claims, digest: 'any' })],
    ['that is none', async () => 'a.b.c'],
  ])('%s is refused', async (_, make) => {
    await expect(verifier.verify(await make())).rejects.toMatchObject({
      code: 'model.ticket-invalid',
      message: expect.stringContaining('Ask for one') as string,
    } satisfies Partial<DomainError>);
  });

  test('that has expired is refused, and the refusal says to ask for another', async () => {
    const late = new ArtifactTicketVerifier(key, realm, { now: () => new Date(now.getTime() + 906_000) });
    const { ticket } = await mint();
    await expect(late.verify(ticket)).rejects.toThrow('Ask for another');
  });

  test('is good for its own model as it was', async () => {
    const principal = await verifier.verify((await mint()).ticket);
    expect(() => assertArtifactTicketOf({ id: modelId, digest }, principal)).not.toThrow();
    expect(() => assertArtifactTicketOf({ id: deviceId, digest }, principal)).toThrow('another model');
    const other = { id: modelId, digest: 'e'.repeat(64) };
    expect(() => assertArtifactTicketOf(other, principal)).toThrow('another model');
  });

  test('is no ticket of a job, though the key were the same, and the other way round', async () => {
    const { ticket, expiresAt } = await mint();
    await expect(new TicketVerifier(key, realm, clock).verify(ticket)).rejects.toMatchObject({
      code: 'job.ticket-invalid',
    });
    const job = { runId: modelId, data: [], currentModel: digest, issuedAt: now, expiresAt };
    await expect(verifier.verify(await mintTicket(job, realm, key))).rejects.toMatchObject({
      code: 'model.ticket-invalid',
    });
  });
});
