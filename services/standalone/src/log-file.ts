import { createLogger } from '@tutti/service-kit';
import { rename, stat } from 'node:fs/promises';
import { pino, type DestinationStream, type Logger } from 'pino';
import { build as pretty } from 'pino-pretty';

const largestBytes = 50 * 1024 * 1024;
/** Lines that wait while the disk is full; more are dropped. */
const mostWaiting = 4 * 1024 * 1024;

/** A log that cannot be written must not end what it tells of: the lines wait, and the terminal says so once. */
const openFile = (file: string): DestinationStream => {
  const stream = pino.destination({
    ...{ dest: file, append: true, mode: 0o600, sync: true },
    maxLength: mostWaiting,
  });
  let told = false;
  stream.on('error', (error: unknown) => {
    if (!told) console.error(`The log file cannot be written: ${String(error)}`);
    told = true;
  });
  stream.on('write', () => {
    told = false;
  });
  return stream;
};

/** Logs as JSON lines into a file, so that the terminal stays readable; what needs a person is shown there too. */
export const openLogger = async (file: string, level: string): Promise<Logger> => {
  await rotate(file);
  const terminal = pretty({ ignore: 'pid,hostname,name,traceId', translateTime: 'HH:MM:ss', sync: true });
  const destination = pino.multistream([
    { level: 'trace', stream: openFile(file) },
    { level: 'error', stream: terminal },
  ]);
  return createLogger({ name: 'tutti', level, destination });
};

/** One older file is kept. */
const rotate = async (file: string): Promise<void> => {
  const { size } = await stat(file).catch(() => ({ size: 0 }));
  if (size > largestBytes) await rename(file, `${file}.1`);
};
