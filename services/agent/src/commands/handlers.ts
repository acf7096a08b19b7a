import { createHash } from 'node:crypto';
import { maxLogBytes, type CommandResult } from '@tutti/contracts/devices';
import { decodeImage } from '@tutti/vision';
import type { ModelManager } from '../engine/model-manager';
import type { TuttiApi } from '../identity/api';
import { inferenceEntry } from '../pipeline/entries';
import type { CommandHandler, CommandHandlers } from './command-runner';
import { CommandError } from './failure-of';
import type { LogTail } from './log-tail';

export interface HandlerOptions {
  readonly api: TuttiApi;
  readonly deviceId: () => string | undefined;
  readonly models: ModelManager;
  readonly tail: LogTail;
  /** What must not leave with the log lines. */
  readonly secrets: readonly string[];
  /** Ends this process so that it is started again; undefined where nobody would start it. */
  readonly restart: (() => void) | undefined;
}

const transferMs = 120_000;
const mostClasses = 20;
const octets = 'application/octet-stream';
const digestOf = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

const own = ({ deviceId }: HandlerOptions): string => {
  const id = deviceId();
  if (id === undefined) throw new CommandError('device.unknown', 'The device is not enrolled.');
  return id;
};

/** Judges a picture as any other, but keeps nothing of it: it is no result of the device. */
const infer = (options: HandlerOptions): CommandHandler<'infer'> => ({
  run: async ({ picture }, { id, signal, progress }) => {
    const deviceId = own(options);
    await progress({ step: 'fetching', share: 0 });
    const path = `devices/${deviceId}/commands/${id}/picture`;
    const bytes = await options.api.download(
      { method: 'GET', path, deviceId, signal, timeoutMs: transferMs },
      picture.size,
    );
    if (digestOf(bytes) !== picture.sha256)
      throw new CommandError('picture.damaged', 'The picture is not the one that was sent.');
    signal.throwIfAborted();
    await progress({ step: 'working', share: 0.5 });
    const image = await decodeImage(bytes);
    const started = performance.now();
    const { active, prediction } = await options.models.predict(image);
    const latencyMs = performance.now() - started;
    const { model, label, score, probabilities, boxes, ...rest } = inferenceEntry(
      { file: 'command', at: 0 },
      active,
      prediction,
      latencyMs,
    );
    return {
      kind: 'infer',
      model,
      label,
      score,
      probabilities: mostProbable(probabilities),
      boxes,
      latencyMs: rest.latencyMs,
    };
  },
});

const mostProbable = (probabilities: Readonly<Record<string, number>>): Record<string, number> =>
  Object.fromEntries(
    Object.entries(probabilities)
      .sort(([, a], [, b]) => b - a)
      .slice(0, mostClasses),
  );

const collectLogs = (options: HandlerOptions): CommandHandler<'collect-logs'> => ({
  run: async ({ lines: wanted }, { id, signal, progress }) => {
    const deviceId = own(options);
    const { text, lines } = options.tail.read(wanted, maxLogBytes, options.secrets);
    const body = Buffer.from(text);
    const sha256 = digestOf(body);
    await progress({ step: 'sending', share: 0.5 });
    const path = `devices/${deviceId}/commands/${id}/logs/${sha256}`;
    const bytes = { type: octets, body };
    await options.api.request({ method: 'PUT', path, bytes, deviceId, signal, timeoutMs: transferMs });
    return { kind: 'collect-logs', sha256, bytes: body.length, lines };
  },
});

const reloadModel = ({ models }: HandlerOptions): CommandHandler<'reload-model'> => ({
  unstoppable: 'A model that is being loaded cannot be stopped.',
  run: async () => ({ kind: 'reload-model', model: await models.reload() }),
});

const restartAgent = ({ restart }: HandlerOptions): CommandHandler<'restart-agent'> => ({
  unstoppable: 'The agent is ending already.',
  run: (_, { signal }) => {
    if (restart === undefined)
      throw new CommandError(
        'agent.not-supervised',
        'Nothing would start the agent again. Run it under something that does, and set TUTTI_SUPERVISED=yes.',
      );
    restart();
    // The next process has the result.
    return new Promise<CommandResult>((_resolve, reject) => {
      signal.addEventListener('abort', () => reject(new Error('The agent did not end in time.')), {
        once: true,
      });
    });
  },
});

export const commandHandlers = (options: HandlerOptions): CommandHandlers => ({
  infer: infer(options),
  'collect-logs': collectLogs(options),
  'reload-model': reloadModel(options),
  'restart-agent': restartAgent(options),
});
