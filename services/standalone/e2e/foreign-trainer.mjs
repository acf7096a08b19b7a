// A trainer that knows nothing of Tutti but docs/reference/trainer-protocol.md: it learns nothing, and sends a model that
// lies beside it. node foreign-trainer.mjs <api> <nats> <creds> <kind> <model> <labels as JSON>
import { createHash, randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { jetstream } from '@nats-io/jetstream';
import { connect, credsAuthenticator } from '@nats-io/transport-node';

const [api, natsUrl, creds, kind, modelFile, labelsText] = process.argv.slice(2);
const model = readFileSync(modelFile);
const labels = JSON.parse(labelsText).map((key) => ({ key, name: key }));

/** One request with the job's ticket; again while the service is away. */
async function call(job, method, path, body) {
  const raw = body instanceof Uint8Array;
  const headers = { authorization: `Bearer ${job.ticket}` };
  if (body !== undefined) headers['content-type'] = raw ? 'application/octet-stream' : 'application/json';
  for (let pause = 500; ; pause = Math.min(pause * 2, 10_000)) {
    const answer = await fetch(`${api}/api/v1/${path}`, {
      method,
      headers,
      body: body === undefined || raw ? body : JSON.stringify(body),
    }).catch(() => undefined);
    if (answer?.ok) return Buffer.from(await answer.arrayBuffer());
    if (answer && answer.status < 500 && ![408, 429].includes(answer.status))
      throw Object.assign(new Error('refused'), await answer.json());
    await delay(pause);
  }
}

async function train(job, claimId, report) {
  const run = `jobs/${job.runId}`;
  const send = async (bytes) => JSON.parse(await call(job, 'PUT', `${run}/files`, bytes));
  const items = { train: 0, validation: 0, test: 0 };
  for (const { datasetId, version, manifest } of job.source.data ?? []) {
    const place = `job-data/${datasetId}/versions/${version}`;
    const bytes = await call(job, 'GET', `${place}/manifest`);
    if (createHash('sha256').update(bytes).digest('hex') !== manifest.digest) throw new Error('manifest');
    const [, ...lines] = bytes.toString().trimEnd().split('\n');
    for (const [number, line] of lines.entries()) {
      const { digest, split } = JSON.parse(line);
      const picture = await call(job, 'GET', `${place}/pictures/${digest}`);
      if (createHash('sha256').update(picture).digest('hex') !== digest) throw new Error('picture');
      items[split]++;
      await report({ step: 'load', progress: (number + 1) / lines.length });
    }
  }
  await report({ step: 'train', progress: null, message: 'There is nothing to learn', lines: ['done'] });
  const metrics = { items: items.test, accuracy: 0.5 };
  const nothing = { support: 0, precision: null, recall: null, f1: null };
  const evaluation = {
    format: 'tutti-evaluation/1',
    ...{ task: job.task, part: 'test', metrics, calibration: [], examples: [] },
    classes: labels.map((label) => ({ ...label, ...nothing })),
    confusion: labels.map(() => labels.map(() => 0)),
  };
  const artifact = await send(model);
  await call(job, 'POST', `${run}/result`, {
    ...{ claimId, artifact, labels, metrics, items, baseline: null, backbone: null, seconds: {} },
    evaluation: await send(Buffer.from(JSON.stringify(evaluation))),
    variants: [{ precision: 'fp32', bytes: artifact.bytes, metrics }],
  });
}

/** Undefined: the job is over; else it is given back, with a delay of so many milliseconds. */
async function work(job) {
  const run = `jobs/${job.runId}`;
  const claimId = randomUUID();
  let seq = 0;
  const report = async (said) => {
    const answer = await call(job, 'POST', `${run}/reports`, { claimId, seq: ++seq, ...said });
    if (JSON.parse(answer).stop) throw Object.assign(new Error('stop'), { code: 'run.not-claimed' });
  };
  try {
    const claim = { claimId, worker: 'foreign-trainer.mjs', steps: ['load', 'train'] };
    const { verdict } = JSON.parse(await call(job, 'POST', `${run}/claim`, claim));
    if (verdict !== 'go') return verdict === 'over' ? undefined : 5_000;
    await train(job, claimId, report);
    return undefined;
  } catch (error) {
    if (error.code === 'run.not-claimed') return 5_000;
    if (error.code === 'run.ended') return undefined;
    if (['run.not-found', 'job.ticket-invalid'].includes(error.code))
      return Date.now() > Date.parse(job.expiresAt) ? undefined : 60_000;
    const { code = 'trainer.failed', detail = String(error) } = error;
    await call(job, 'POST', `${run}/failure`, {
      claimId,
      step: 'train',
      code,
      message: detail.slice(0, 512),
    });
    return undefined;
  }
}

const connection = await connect({
  servers: natsUrl,
  authenticator: credsAuthenticator(readFileSync(creds)),
  inboxPrefix: '_INBOX.trainer',
  maxReconnectAttempts: -1,
});
for (;;) {
  const consumers = jetstream(connection, { checkAPI: false, apiPrefix: 'TRAINERS' }).consumers;
  const message = await consumers
    .get('TRAIN_JOBS', `trainer-${kind}`)
    .then((consumer) => consumer.next({ expires: 5_000 }))
    .catch(() => delay(1_000).then(() => null));
  if (!message) continue;
  const working = setInterval(() => message.working(), 10_000);
  const pause = await work(message.json()).finally(() => clearInterval(working));
  if (pause === undefined) await message.ackAck();
  else message.nak(pause);
}
