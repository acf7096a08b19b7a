import type { Alias, Model, ModelComparison, ModelLineage } from '@tutti/contracts/training';
import { keyIdOf, verifyModel } from '@tutti/model-signature';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { EvaluationFiles } from '../src/model/evaluation-files';
import { EvaluationPictures } from '../src/model/evaluation-pictures';
import { modelReferences } from '../src/model/model-references';
import { artifactOf, dataset, pictureOf, put, runId, signed, stream, succeed } from './registry.fixture';
import { School } from './training.fixture';

let school: School;
beforeAll(async () => {
  school = await School.start();
});
afterAll(() => school.stop());

const page = (query: string) =>
  school.ok<{ items: Model[] }>(`GET /models?q=${encodeURIComponent(query)}`).then(({ items }) => items);

describe('what runs leave', () => {
  let models: Model[];
  beforeAll(async () => {
    models = [
      await succeed(school, 1),
      await succeed(school, 2, { passes: false }),
      await succeed(school, 3, { version: 2, dataVersion: 2 }),
    ];
  });

  it('is numbered by the version of the solution and the successes of the stream (requirements §2)', () => {
    expect(models.map(({ name, modelVersion }) => `${name} ${modelVersion}`)).toEqual([
      'Lids v1.0',
      'Lids v1.1',
      'Lids v2.0',
    ]);
    expect(models[0]).toMatchObject({
      streamId: stream,
      origin: { kind: 'run', runId: runId(1) },
      metrics: { accuracy: 0.9 },
      gate: { passes: true },
      status: 'ready',
      aliases: [],
    });
  });

  it('is found by what it is, and no champion by itself', async () => {
    expect((await page('gate==fails')).map(({ modelVersion }) => modelVersion)).toEqual(['v1.1']);
    expect(await page(`streamId==${stream};modelVersion==v2.0;task==image-classification`)).toHaveLength(1);
    expect(await page('solution==image-classification;origin==run;createdAt=gt=2020-01-01')).toHaveLength(3);
    expect(await page('status==retired')).toEqual([]);
    expect(await school.ok(`GET /streams/${stream}/aliases`)).toEqual({ items: [] });
  });

  it('is signed with the key of the installation, so that a device can tell (S2)', async () => {
    const model = await signed(school, models[0] as Model);
    const { modelSigner } = school.nats.setup;
    expect(model.signed?.keyId).toBe(keyIdOf(modelSigner));
    const { body, headers } = await school.call<Buffer>(`GET /models/${model.id}/signature`);
    const bundle = Buffer.isBuffer(body) ? body.toString() : JSON.stringify(body);
    expect(verifyModel(bundle, model.artifact.digest, [modelSigner])).toMatchObject({
      name: 'Lids-v1.0.onnx',
    });
    expect(headers.get('content-disposition')).toContain('Lids-v1.0.onnx.sigstore.json');
  });

  it('gives its file, whole or in part, under its name', async () => {
    const [{ id, artifact } = {} as Model] = models;
    const whole = await school.call<Buffer>(`GET /models/${id}/artifact`);
    expect(whole.body.toString()).toBe(artifactOf(1));
    expect(whole.headers.get('content-disposition')).toContain('filename="Lids-v1.0.onnx"');
    expect(whole.etag).toBe(`"${artifact.digest}"`);
    const part = await school.call<Buffer>(`GET /models/${id}/artifact`, { headers: { range: 'bytes=4-8' } });
    expect([part.status, part.body.toString()]).toEqual([206, artifactOf(1).slice(4, 9)]);
    const known = await school.call(`GET /models/${id}/artifact`, {
      headers: { 'if-none-match': whole.etag },
    });
    expect(known.status).toBe(304);
  });

  it('shows how it was judged, with pictures that are its own and no others', async () => {
    const [{ id } = {} as Model] = models;
    const shown = await school.ok<{ examples: { thumbnail: { digest: string } }[] }>(
      `GET /models/${id}/evaluation`,
    );
    const digest = shown.examples[0]?.thumbnail.digest;
    const picture = await school.call<Buffer>(`GET /models/${id}/examples/${digest}`);
    expect(picture.body.toString()).toBe(pictureOf(1));
    expect(picture.headers.get('cache-control')).toContain('immutable');
    const other = await put(school, pictureOf(2));
    const refused = await school.call(`GET /models/${id}/examples/${other.digest}`);
    expect(refused.code).toBe('model.picture-gone');
  });

  it('stands beside another: on the same pictures where one run judged both, or both had the same data', async () => {
    const [first, second, third] = models as [Model, Model, Model];
    const compare = (a: Model, b: Model) =>
      school.ok<ModelComparison>(`GET /models/compare?a=${a.id}&b=${b.id}`);
    expect(await compare(first, second)).toMatchObject({
      models: [{ id: first.id }, { id: second.id }],
      samePictures: true,
    });
    expect(await compare(first, third)).toMatchObject({ samePictures: false });
    const fourth = await succeed(school, 4, { dataVersion: 3, baseline: first.id });
    const beside = await compare(first, fourth);
    expect(beside.samePictures).toBe(true);
    expect(beside.evaluations.map((one) => one?.examples[0]?.fileName)).toEqual(['4 before.jpg', '4.jpg']);
    const turned = await compare(fourth, first);
    expect(turned.evaluations.map((one) => one?.examples[0]?.fileName)).toEqual(['4.jpg', '4 before.jpg']);
  });

  it('is traced back from a prediction to run, data and pictures (requirements §6 row 10)', async () => {
    const counts = { items: 40, splits: { train: 40 }, classes: { train: { ok: 40 } } };
    const manifest = { digest: 'b'.repeat(64), bytes: 10 };
    const frozen = {
      ...{ version: 2, digest: 'a'.repeat(64), manifest, labelSchemaId: dataset, schemaVersion: 1, counts },
      rule: {
        shuffle: 7,
        shares: { train: 1, validation: 0, test: 0 },
        groupByDevice: true,
        keepGiven: true,
      },
      position: 1,
    };
    await school.tell(
      'datasets',
      { aggregate: 'dataset', id: dataset },
      { type: 'DatasetVersionFrozen', data: frozen },
    );
    const [, second, third] = models as [Model, Model, Model];
    const lineage = await school.ok<ModelLineage>(`GET /lineage/artifacts/${third.artifact.digest}`);
    expect(lineage).toMatchObject({
      model: { id: third.id },
      run: { id: runId(3), requestedBy: 'user:manager-1', seed: 7 },
      data: [{ datasetId: dataset, version: 2, manifest, items: 40 }],
      previous: { id: second.id, modelVersion: 'v1.1' },
    });
    expect(await school.ok(`GET /lineage/models/${third.id}`)).toEqual(lineage);
    expect((await school.call(`GET /lineage/artifacts/${'0'.repeat(64)}`)).code).toBe('model.not-found');
  });

  it('keeps its files from the sweep: artifact, judgement, pictures, signature', async () => {
    const [first] = models as [Model];
    const { bundle } = (await signed(school, first)).signed ?? {};
    const wanted = [
      first.artifact,
      bundle,
      await put(school, pictureOf(1)),
      await put(school, pictureOf('4 before')),
    ];
    const loose = await put(school, 'nobody needs this');
    const digests = [...wanted, loose].map((blob) => blob?.digest ?? '');
    const { database, blobs } = school.training.parts.base;
    const reads: string[] = [];
    const files = new EvaluationFiles({
      open: (...given) => {
        reads.push(given[1]);
        return blobs.open(...given);
      },
    });
    const references = modelReferences(database, new EvaluationPictures(database, files));
    const kept = new Set(digests.slice(0, -1));
    expect(new Set(await references(digests))).toEqual(kept);
    // Reports are read once each, however often and however much is asked.
    expect(new Set(reads).size).toBe(reads.length);
    reads.length = 0;
    expect(new Set(await references(digests))).toEqual(kept);
    expect(reads).toEqual([]);
  });
});

describe('aliases of a stream (requirements 5.11, §6 row 11)', () => {
  const other = '0191e5a0-0000-7000-8000-00000000000b';
  const champion = `/streams/${other}/aliases/champion`;
  const name = (modelId: string, headers = {}) =>
    school.call<Alias>(`PUT ${champion}`, { json: { modelId }, headers });
  let first: Model;
  let second: Model;
  beforeAll(async () => {
    first = await succeed(school, 11, { streamId: other });
    second = await succeed(school, 12, { streamId: other });
  });

  test('which model was in production then? The newest statement holds, and every one is kept', async () => {
    const named = await name(first.id);
    expect(named.body).toMatchObject({ name: 'champion', modelId: first.id, modelVersion: 'v1.0' });
    const then = named.headers.get('tutti-position') ?? '';
    await name(second.id);
    expect(await school.ok(`GET ${champion}`)).toMatchObject({ modelId: second.id });
    expect(await school.ok(`GET ${champion}?at=${then}`)).toMatchObject({ modelId: first.id });
    expect(await school.ok(`GET ${champion}?at=${named.body.since}`)).toMatchObject({ modelId: first.id });
    expect((await school.call(`GET ${champion}?at=2020-01-01T00:00:00Z`)).code).toBe('alias.not-found');
    expect(await school.ok(`GET /models/${second.id}`)).toMatchObject({ aliases: ['champion'] });
    expect(await school.ok(`GET /models/${first.id}`)).toMatchObject({ aliases: [] });
    expect(await name(second.id)).toMatchObject({ status: 422, code: 'alias.nothing-changed' });
    await name(first.id);
    const { items } = await school.ok<{ items: unknown[] }>(`GET ${champion}/history`);
    expect(items).toMatchObject([
      { modelId: first.id, modelVersion: 'v1.0', by: 'user:manager-1' },
      { modelId: second.id, modelVersion: 'v1.1' },
      { modelId: first.id },
    ]);
  });

  test('a request that is repeated says nothing more', async () => {
    const headers = { 'idempotency-key': 'take-it-away' };
    const remove = () => school.call(`DELETE ${champion}`, { headers });
    const [once, again] = [await remove(), await remove()];
    expect([once.status, again.status]).toEqual([204, 204]);
    expect(again.headers.get('tutti-position')).toBe(once.headers.get('tutti-position'));
    expect((await school.call(`GET ${champion}`)).code).toBe('alias.not-found');
    expect((await school.call(`DELETE ${champion}`)).code).toBe('alias.not-found');
    const { items } = await school.ok<{ items: unknown[] }>(`GET ${champion}/history`);
    expect(items[0]).toMatchObject({ modelId: null, modelVersion: null });
  });

  test('models of other streams are refused, and those that nobody may deploy any more', async () => {
    const elsewhere = `/streams/${stream}/aliases/champion`;
    const refused = await school.call(`PUT ${elsewhere}`, { json: { modelId: first.id } });
    expect(refused).toMatchObject({ status: 422, code: 'model.other-stream' });
    await name(second.id);
    const retired = await school.change<Model>(`POST /models/${second.id}/retire`, `/models/${second.id}`, {
      json: { reason: 'Blind at night' },
    });
    expect(retired.body).toMatchObject({ status: 'retired', aliases: [] });
    expect((await school.call(`GET ${champion}`)).code).toBe('alias.not-found');
    expect(await name(second.id)).toMatchObject({ status: 409, code: 'model.already-retired' });
    expect((await school.call(`GET /models/${second.id}/artifact`)).status).toBe(200);
    expect((await school.call(`PUT ${champion}`, { json: { modelId: first.id }, as: 'user' })).status).toBe(
      403,
    );
  });
});

it('when the service starts again, nothing is registered twice', async () => {
  const before = await page('origin==run');
  await school.close();
  await school.open();
  await school.eventually(async () => expect(await page('origin==run')).toEqual(before));
});
