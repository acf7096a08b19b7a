import { type DestinationStream, type Logger, pino, stdTimeFunctions } from 'pino';
import { currentSpanContext } from './trace-context';

export interface LoggerOptions {
  readonly name: string;
  readonly level?: string;
  /** For people; the default where standard output is a terminal. */
  readonly pretty?: boolean;
  /** Where lines go instead of standard output. */
  readonly destination?: DestinationStream;
}

const secretFields = [
  'authorization',
  'cookie',
  'set-cookie',
  'password',
  'token',
  'accessToken',
  'refreshToken',
  'secret',
  'seed',
  'jwt',
];

/** pino has no "at any depth"; nothing of ours logs deeper than three levels. */
const redacted = secretFields
  .map((field) => `["${field}"]`)
  .flatMap((field) => [field, `*${field}`, `*.*${field}`]);

/** One JSON object per line; pino escapes control characters, so a value cannot forge a line. */
export const createLogger = ({ name, level = 'info', pretty, destination }: LoggerOptions): Logger => {
  const options = {
    name,
    level,
    timestamp: stdTimeFunctions.isoTime,
    redact: { paths: redacted, censor: '(hidden)' },
    mixin: (): object => {
      const traceId = currentSpanContext()?.traceId;
      return traceId === undefined ? {} : { traceId };
    },
    mixinMergeStrategy: (own: object, mixed: object): object => ({ ...mixed, ...own }),
  };
  if (destination) return pino(options, destination);
  if (!(pretty ?? process.stdout.isTTY)) return pino(options);
  const transport = {
    target: 'pino-pretty',
    options: { ignore: 'pid,hostname,name', translateTime: 'HH:MM:ss' },
  };
  return pino({ ...options, transport });
};
