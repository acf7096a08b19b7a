import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { Model } from '@tutti/contracts/training';
import { verifyModel } from '@tutti/model-signature';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { artifactOf, signed, succeed } from './registry.fixture';
import { type Answered } from '@tutti/testing';
import { School } from './training.fixture';

let school: School;
let model: Model;
let other: Model;
beforeAll(async () => {
  school = await School.start();
  model = await signed(school, await succeed(school, 1));
  other = await succeed(school, 2);
});
afterAll(() => school.stop());

/** As a device: with the model's own ticket, unless another is given. */
const fetched = async (
  path: string,
  headers: Readonly<Record<string, string>> = {},
  ticket = school.artifactTicket(model.id, model.artifact.digest),
): Promise<Answered<Buffer>> => {
  const authorization = `Bearer ${await ticket}`;
  return school.call(`GET /model-artifacts/${path}`, {
    as: 'nobody',
    headers: { ...headers, authorization },
  });
};

describe('the bytes of a model that a device was offered', () => {
  it('come with its ticket, whole, and say what they are', async () => {
    const { status, body, headers, etag } = await fetched(model.id);
    expect([status, body.toString()]).toEqual([200, artifactOf(1)]);
    expect(headers.get('accept-ranges')).toBe('bytes');
    expect(headers.get('content-length')).toBe(String(model.artifact.bytes));
    expect(etag).toBe(`"${model.artifact.digest}"`);
  });

  it('come in part to whoever was cut off, as long as they are the same', async () => {
    const range = 'bytes=10-';
    const rest = await fetched(model.id, { range, 'if-range': `"${model.artifact.digest}"` });
    expect([rest.status, rest.body.toString()]).toEqual([206, artifactOf(1).slice(10)]);
    const { bytes } = model.artifact;
    expect(rest.headers.get('content-range')).toBe(`bytes 10-${bytes - 1}/${bytes}`);
    const changed = await fetched(model.id, { range, 'if-range': `"${other.artifact.digest}"` });
    expect([changed.status, changed.body.toString()]).toEqual([200, artifactOf(1)]);
  });

  it('have nothing behind their end', async () => {
    const { status, headers } = await fetched(model.id, { range: `bytes=${model.artifact.bytes}-` });
    expect([status, headers.get('content-range')]).toEqual([416, `bytes */${model.artifact.bytes}`]);
  });

  it('are signed: a device that knows the installation’s key can tell', async () => {
    const { status, body } = await fetched(`${model.id}/signature`);
    expect(status).toBe(200);
    const bundle = Buffer.isBuffer(body) ? body.toString() : JSON.stringify(body);
    expect(verifyModel(bundle, model.artifact.digest, [school.nats.setup.modelSigner])).toMatchObject({
      sha256: model.artifact.digest,
    });
  });
});

describe('what is refused', () => {
  const late = new Date(Date.now() - 16 * 60_000);

  it.each<[string, () => Promise<string>]>([
    ['the ticket of another model', () => school.artifactTicket(other.id, other.artifact.digest)],
    ['a ticket for other bytes of it', () => school.artifactTicket(model.id, other.artifact.digest)],
    [
      'a ticket of a quarter of an hour ago',
      () => school.artifactTicket(model.id, model.artifact.digest, late),
    ],
    ['a person’s token', () => school.token('admin')],
  ])('%s', async (_, make) => {
    for (const path of [model.id, `${model.id}/signature`])
      expect(await fetched(path, {}, make())).toMatchObject({ status: 401, code: 'model.ticket-invalid' });
  });

  it('a ticket where people read models', async () => {
    const authorization = `Bearer ${await school.artifactTicket(model.id, model.artifact.digest)}`;
    const call = { as: 'nobody', headers: { authorization } } as const;
    expect(await school.call(`GET /models/${model.id}/artifact`, call)).toMatchObject({ status: 401 });
  });

  it('a model that is not there', async () => {
    const id = '0191e5a0-0000-7000-8000-0000000000ff';
    const ticket = school.artifactTicket(id, model.artifact.digest);
    expect(await fetched(id, {}, ticket)).toMatchObject({ status: 404, code: 'model.not-found' });
  });

  it('bytes that were lost', async () => {
    await signed(school, other);
    await rm(join(school.place.dir, 'blobs', 'training'), { recursive: true });
    for (const path of [model.id, `${model.id}/signature`])
      expect(await fetched(path)).toMatchObject({ status: 404, code: 'model.artifact-gone' });
    const part = await fetched(model.id, { range: 'bytes=10-' });
    expect(part).toMatchObject({ status: 404, code: 'model.artifact-gone' });
  });
});
