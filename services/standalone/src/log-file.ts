import { createLogger } from '@tutti/service-kit';
import { rename, stat } from 'node:fs/promises';
import { pino, type Logger } from 'pino';
import { build as pretty } from 'pino-pretty';

const largestBytes = 50 * 1024 * 1024;

/** Logs as JSON lines into a file, so that the terminal stays readable; what needs a person is shown there too. */
export const openLogger = async (file: string, level: string): Promise<Logger> => {
  await rotate(file);
  const terminal = pretty({ ignore: 'pid,hostname,name,traceId', translateTime: 'HH:MM:ss', sync: true });
  const destination = pino.multistream([
    { level: 'trace', stream: pino.destination({ dest: file, append: true, mode: 0o600, sync: true }) },
    { level: 'error', stream: terminal },
  ]);
  return createLogger({ name: 'tutti', level, destination });
};

/** One older file is kept. */
const rotate = async (file: string): Promise<void> => {
  const { size } = await stat(file).catch(() => ({ size: 0 }));
  if (size > largestBytes) await rename(file, `${file}.1`);
};
