import { Command, Option } from 'commander';
import { type SettingName, settings } from './config';
import { agentVersion } from './version';

/** flags, what they mean; the environment variable and the default come from the settings. */
const flags: readonly (readonly [name: SettingName, flags: string, description: string])[] = [
  [
    'url',
    '--url <url>',
    'where Tutti is, such as https://tutti.example.com; without it the agent works alone',
  ],
  ['token', '--token <token>', 'enrolment token; without one an operator accepts the device by hand'],
  ['caFile', '--ca-file <file>', 'authority of the server, PEM; its token names it otherwise'],
  ['caFingerprint', '--ca-fingerprint <sha256>', "the authority's fingerprint, when there is no token"],
  ['insecure', '--insecure', 'no encryption beyond this machine: only for a network that you trust'],
  ['data', '--data <dir>', 'key, credentials and journal; one folder per agent, mode 0700'],
  ['serial', '--serial <serial>', "the device's serial number (made from the machine's id and kept)"],
  ['note', '--note <text>', 'what the operator reads beside the request'],
  [
    'images',
    '--images <dir>',
    'pictures to judge, round after round; labels.csv (file,label) in it is the truth',
  ],
  ['imagesOnce', '--images-once <yes|no>', 'yes: each picture once, by its name, as a camera brings them'],
  ['models', '--models <dir>', 'ONNX models: the newest one judges the pictures'],
  [
    'loadModels',
    '--load-models <names>',
    'models to serve beside the newest, by name with commas between, * for all',
  ],
  ['maxModels', '--max-models <n>', 'models loaded at a time; more are refused'],
  ['maxModelMegabytes', '--max-models-mb <n>', 'size of all loaded models together'],
  ['inferenceInterval', '--inference-interval <seconds>', 'pause between two rounds over the pictures'],
  ['rate', '--rate <n>', 'pictures per second at most, 0 for as fast as it goes'],
  ['checkModelInterval', '--check-model-interval <seconds>', 'how often to look for a newer model'],
  ['threads', '--threads <n>', "threads inside one inference (ONNX Runtime's choice)"],
  [
    'host',
    '--host <address>',
    'address of the HTTP and gRPC APIs; beyond this machine it demands AGENT_TOKEN',
  ],
  ['port', '--port <n>', 'port of the HTTP API, 0 for any free one'],
  ['grpcPort', '--grpc-port <n>', 'port of the gRPC inference API on the same address; off without one'],
  ['agentToken', '--agent-token <token>', 'bearer token of both APIs (better by AGENT_TOKEN_FILE)'],
  ['maxRequests', '--max-requests <n>', 'pictures judged over HTTP at a time; more get 429'],
  ['journalMegabytes', '--journal-mb <n>', 'room for results that wait; beyond it the oldest are dropped'],
  ['journalDays', '--journal-days <n>', 'results that wait longer are dropped'],
  ['previewsPerDay', '--previews-per-day <n>', 'small pictures sent for the console, at most 20 kB each'],
  ['sampling', '--sampling <allowed|never>', 'never: no picture leaves the device, whatever Tutti says'],
  [
    'sampleThreshold',
    '--sample-threshold <score>',
    'sends pictures with a lower score, until Tutti says otherwise',
  ],
  ['sampleMargin', '--sample-margin <share>', 'sends pictures whose two best classes are closer'],
  ['sampleAudit', '--sample-audit <share>', 'sends this share of all pictures, chosen at random'],
  ['samplesPerDay', '--samples-per-day <n>', 'pictures chosen per day (UTC) at most'],
  ['sampleMegabytesPerDay', '--sample-mb-per-day <n>', 'megabytes chosen per day (UTC) at most'],
  [
    'frameMegabytes',
    '--frames-mb <n>',
    'room for chosen pictures that wait; beyond it the least doubtful go',
  ],
  ['frameDays', '--frames-days <n>', 'chosen pictures that wait longer are dropped'],
  ['sendResults', '--send-results <yes|no>', 'no: results stay on the device, only its health is told'],
  ['supervised', '--supervised <yes|no>', 'yes where something starts the agent again when it ends'],
  ['traceRatio', '--trace-ratio <share>', 'share of the messages that the platform traces, 0 to 1'],
  ['logLevel', '--log-level <level>', 'trace, debug (every result), info, warn or error'],
];

const after = `
Every setting can be an environment variable; a flag wins. Secrets also come as a file:
TUTTI_TOKEN_FILE, AGENT_TOKEN_FILE.

Examples:
  tutti-agent --url https://tutti.example.com --token "$TOKEN"
  tutti-agent --images ./pictures --models ./models            alone, results are kept
  AGENT_TOKEN_FILE=token tutti-agent --host 0.0.0.0            POST /infer from other machines
`;

/** Reads the command line into raw settings. Prints help or a fault and exits, as people expect. */
export function parseFlags(argv: readonly string[]): Partial<Record<SettingName, unknown>> {
  const program = new Command('tutti-agent')
    .description(
      'Runs models on this machine and tells Tutti what they see. Works on with no network at all.',
    )
    .version(agentVersion)
    .addHelpText('after', after)
    .allowExcessArguments(false);
  for (const [name, flag, description] of flags) program.addOption(option(name, flag, description));
  program.parse(argv);
  const given = program.opts<Record<string, unknown>>();
  return Object.fromEntries(flags.map(([name, flag]) => [name, given[new Option(flag).attributeName()]]));
}

function option(name: SettingName, flag: string, description: string): Option {
  const { env, schema } = settings[name];
  const found = schema.safeParse(undefined).data;
  const usual = Array.isArray(found) ? found.join() : found;
  const hint =
    usual === undefined || usual === '' ? env : `${env}, default ${usual === true ? 'yes' : usual}`;
  return new Option(flag, `${description} [${hint}]`);
}
