import { type Logger, pino } from 'pino';
import pretty from 'pino-pretty';

export type { Logger } from 'pino';

const warning = 40;

/** Lines for people on a terminal, JSON everywhere else. */
export function createLog(level: string, forPeople: boolean): Logger {
  if (!forPeople)
    return pino({ level, base: { service: 'agent' }, timestamp: pino.stdTimeFunctions.isoTime });
  const stream = pretty({
    sync: true,
    hideObject: true,
    ignore: 'pid,hostname',
    translateTime: 'SYS:HH:MM:ss',
    customPrettifiers: {
      level: (value, _key, _line, { labelColorized }) => (Number(value) >= warning ? labelColorized : ''),
    },
  });
  return pino({ level }, stream);
}
