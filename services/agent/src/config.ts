import { readFileSync } from 'node:fs';
import { isFingerprint } from '@tutti/certificates/fingerprint';
import { z } from 'zod';

const seconds = z.coerce.number().min(0).max(86_400);
const megabytes = z.coerce.number().min(1).max(1_000_000);
const ratio = z.coerce.number().min(0).max(1);
const yesOrNo = z.union([z.boolean(), z.stringbool()]);
const loopback = new Set(['127.0.0.1', '::1', 'localhost']);

/** Every setting: its environment variable, its description and its default. Flags win over the environment. */
export const settings = {
  url: { env: 'TUTTI_URL', schema: z.url({ protocol: /^https?$/ }).optional() },
  token: { env: 'TUTTI_TOKEN', secret: true, schema: z.string().min(1).max(256).optional() },
  caFile: { env: 'TUTTI_CA_FILE', schema: z.string().min(1).optional() },
  caFingerprint: {
    env: 'TUTTI_CA_FINGERPRINT',
    schema: z.string().refine(isFingerprint, 'SHA-256 in hex or base64url').optional(),
  },
  insecure: { env: 'TUTTI_INSECURE', schema: yesOrNo.default(false) },
  data: { env: 'TUTTI_AGENT_DATA', schema: z.string().min(1).default('.tutti-agent') },
  serial: {
    env: 'TUTTI_SERIAL',
    schema: z
      .string()
      .regex(/^[\x21-\x7e]{1,64}$/, '1 to 64 printable ASCII characters without blanks')
      .optional(),
  },
  note: { env: 'TUTTI_NOTE', schema: z.string().max(128).optional() },
  images: { env: 'IMAGES_DIR', schema: z.string().min(1).default('/data/images') },
  imagesOnce: { env: 'IMAGES_ONCE', schema: yesOrNo.default(false) },
  models: { env: 'MODEL_DIR', schema: z.string().min(1).default('/data/models') },
  loadModels: {
    env: 'LOAD_MODELS',
    schema: z
      .string()
      .default('')
      .transform((names) => names.split(',').map((name) => name.trim()))
      .transform((names) => names.filter((name) => name !== '')),
  },
  maxModels: { env: 'MODELS_MAX', schema: z.coerce.number().int().min(1).max(1000).default(8) },
  maxModelMegabytes: { env: 'MODELS_MAX_MB', schema: megabytes.default(1024) },
  inferenceInterval: { env: 'INFERENCE_INTERVAL', schema: seconds.default(2) },
  checkModelInterval: { env: 'CHECK_MODEL_INTERVAL', schema: seconds.min(0.1).default(30) },
  rate: { env: 'INFERENCE_RATE', schema: z.coerce.number().min(0).max(100_000).default(2) },
  threads: { env: 'INFERENCE_THREADS', schema: z.coerce.number().int().min(1).max(256).optional() },
  host: { env: 'AGENT_HOST', schema: z.string().min(1).default('127.0.0.1') },
  port: { env: 'AGENT_PORT', schema: z.coerce.number().int().min(0).max(65_535).default(8090) },
  grpcPort: { env: 'AGENT_GRPC_PORT', schema: z.coerce.number().int().min(0).max(65_535).optional() },
  agentToken: { env: 'AGENT_TOKEN', secret: true, schema: z.string().min(16).max(256).optional() },
  maxRequests: { env: 'AGENT_MAX_REQUESTS', schema: z.coerce.number().int().min(1).max(1000).default(4) },
  journalMegabytes: { env: 'JOURNAL_MAX_MB', schema: megabytes.default(256) },
  journalDays: { env: 'JOURNAL_MAX_DAYS', schema: z.coerce.number().min(0.01).max(3650).default(14) },
  previewsPerDay: {
    env: 'PREVIEWS_PER_DAY',
    schema: z.coerce.number().int().min(0).max(100_000).default(2000),
  },
  /** `never`: no picture leaves the device, whatever the platform says. */
  sampling: { env: 'SAMPLING', schema: z.enum(['allowed', 'never']).default('allowed') },
  sampleThreshold: { env: 'SAMPLE_THRESHOLD', schema: ratio.optional() },
  sampleMargin: { env: 'SAMPLE_MARGIN', schema: ratio.optional() },
  sampleAudit: { env: 'SAMPLE_AUDIT', schema: ratio.default(0) },
  samplesPerDay: {
    env: 'SAMPLES_PER_DAY',
    schema: z.coerce.number().int().min(0).max(100_000).default(200),
  },
  sampleMegabytesPerDay: {
    env: 'SAMPLE_MB_PER_DAY',
    schema: z.coerce.number().min(0).max(900_000).default(100),
  },
  frameMegabytes: { env: 'FRAMES_MAX_MB', schema: megabytes.default(256) },
  frameDays: { env: 'FRAMES_MAX_DAYS', schema: z.coerce.number().min(0.01).max(3650).default(14) },
  sendResults: { env: 'ENABLE_RESULT_TO_TUTTI', schema: yesOrNo.default(true) },
  /** Whether something starts the agent again when it ends. */
  supervised: { env: 'TUTTI_SUPERVISED', schema: yesOrNo.default(false) },
  traceRatio: { env: 'TRACE_RATIO', schema: ratio.default(0) },
  logLevel: {
    env: 'LOG_LEVEL',
    schema: z.enum(['trace', 'debug', 'info', 'warn', 'error']).default('info'),
  },
} as const;

type Settings = typeof settings;
export type SettingName = keyof Settings;

const names = Object.keys(settings) as SettingName[];
const schema = z
  .object(
    Object.fromEntries(names.map((name) => [name, settings[name].schema])) as {
      [N in SettingName]: Settings[N]['schema'];
    },
  )
  .refine(({ host, agentToken }) => loopback.has(host) || agentToken !== undefined, {
    path: ['agentToken'],
    message: 'other machines could use the agent: --host beyond loopback demands a bearer token',
  });

export type AgentConfig = Readonly<z.output<typeof schema>>;

export class ConfigError extends Error {
  override readonly name = 'ConfigError';
}

type Given = Readonly<Partial<Record<SettingName, unknown>>>;
type Environment = Readonly<Record<string, string | undefined>>;

/** Settings from flags, then from the environment. Throws one `ConfigError` that lists every fault. */
export function loadConfig(flags: Given, env: Environment = process.env): AgentConfig {
  const faults: string[] = [];
  const given = Object.fromEntries(
    names.map((name) => [name, flags[name] ?? fromEnvironment(name, env, faults)]),
  );
  const parsed = schema.safeParse(given);
  for (const { path, message } of parsed.error?.issues ?? []) faults.push(`${nameOf(path[0])}: ${message}`);
  if (!parsed.success || faults.length > 0) throw new ConfigError(faults.join('\n'));
  return parsed.data;
}

const nameOf = (key: PropertyKey | undefined): string => {
  const name = names.find((each) => each === key);
  return name === undefined ? 'settings' : settings[name].env;
};

function fromEnvironment(name: SettingName, env: Environment, faults: string[]): string | undefined {
  const setting = settings[name];
  const value = env[setting.env] === '' ? undefined : env[setting.env];
  const file = 'secret' in setting ? env[`${setting.env}_FILE`] : undefined;
  if (file === undefined || file === '') return value;
  if (value !== undefined) faults.push(`${setting.env} and ${setting.env}_FILE are both set`);
  try {
    return readFileSync(file, 'utf8').replace(/\r?\n$/, '');
  } catch {
    faults.push(`${setting.env}_FILE: ${file} cannot be read`);
    return undefined;
  }
}
