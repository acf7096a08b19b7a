import { availableParallelism } from 'node:os';
import { z } from 'zod';

/** How much of the machine a trainer may take; also read by whoever starts one beside the system. */
export const trainerTuning = {
  TRAINER_THREADS: z.coerce
    .number()
    .int()
    .min(1)
    .max(256)
    .optional()
    .describe('Threads that a training computes with; as many as the machine has cores when absent.'),
  TRAINER_MEMORY_MB: z.coerce
    .number()
    .int()
    .min(256)
    .default(4096)
    .describe('Heap of a training; one that needs more fails, and the trainer goes on.'),
  TRAINER_CACHE_MB: z.coerce
    .number()
    .int()
    .min(1)
    .default(2000)
    .describe('Room for what was computed of pictures before; what was not used for longest goes first.'),
};

export const trainerConfig = z.object({
  NATS_URL: z.string().describe('Where NATS is: one address, or several of a cluster separated by commas.'),
  NATS_CA_FILE: z
    .string()
    .optional()
    .describe('Authority of a NATS server at tls://, PEM; TUTTI_CA_FILE when absent.'),
  SERVICE_SETUP_DIR: z
    .string()
    .describe("Folder with the trainers' credentials, as `tutti init` wrote it: <data>/services/trainer."),
  TUTTI_URL: z.url({ protocol: /^https?$/ }).describe('Where the API is, such as https://tutti.example.com.'),
  TUTTI_CA_FILE: z.string().optional().describe('Authority of the API, PEM, unless every machine knows it.'),
  TRAINER_DATA_DIR: z.string().default('.tutti-trainer').describe('Where the cache is kept.'),
  TRAINER_KINDS: z
    .string()
    .optional()
    .transform((kinds) =>
      kinds
        ?.split(',')
        .map((kind) => kind.trim())
        .filter((kind) => kind !== ''),
    )
    .describe('Which jobs it takes, separated by commas; those of all trainers that it has when absent.'),
  TRAINER_NAME: z
    .string()
    .trim()
    .min(1)
    .max(100)
    .optional()
    .describe("What people read beside a run; the machine's name when absent."),
  LOGGING_LEVEL: z
    .string()
    .transform((level) => level.toLowerCase().replace(/^warning$/, 'warn'))
    .pipe(z.enum(['trace', 'debug', 'info', 'warn', 'error']))
    .default('info')
    .describe('How much is logged: debug, info, warn or error.'),
  ...trainerTuning,
});
export type TrainerConfig = z.infer<typeof trainerConfig>;

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

export const threadsOf = ({ TRAINER_THREADS }: Pick<TrainerConfig, 'TRAINER_THREADS'>): number =>
  TRAINER_THREADS ?? availableParallelism();

/** Flags win over the environment. Throws one `ConfigError` that lists every fault. */
export const loadConfig = (
  flags: Readonly<Record<string, string | undefined>>,
  env: Readonly<Record<string, string | undefined>> = process.env,
): TrainerConfig => {
  const given = Object.fromEntries(
    Object.keys(trainerConfig.shape).map((name) => [name, flags[name] ?? (env[name] || undefined)]),
  );
  const parsed = trainerConfig.safeParse(given);
  if (parsed.success) return parsed.data;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ConfigError(['The trainer cannot start:', ...faults, '--help says what each means.'].join('\n'));
};
