import { type DestinationStream, type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

import type { LogTail } from './commands/log-tail';

export type { Logger } from 'pino';

const warning = 40;

/** Lines for people on a terminal, JSON everywhere else. `tail` gets each line as JSON. */
export function createLog(
  level: string,
  forPeople: boolean,
  tail?: LogTail,
  destination: DestinationStream = pino.destination(1),
): Logger {
  const streamWrite = (line: string): string => {
    tail?.push(line);
    return line;
  };
  const options = { level, hooks: { streamWrite }, timestamp: pino.stdTimeFunctions.isoTime };
  if (!forPeople) return pino({ ...options, base: { service: 'agent' } }, destination);
  const stream = pretty({
    sync: true,
    hideObject: true,
    ignore: 'pid,hostname',
    translateTime: 'SYS:HH:MM:ss',
    customPrettifiers: {
      level: (value, _key, _line, { labelColorized }) => (Number(value) >= warning ? labelColorized : ''),
    },
  });
  return pino(options, stream);
}
