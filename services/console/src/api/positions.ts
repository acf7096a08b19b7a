/** How long a command's position is asked for: until then every projection has long caught up. */
const rememberMs = 10_000;

const contexts: Readonly<Record<string, string>> = {
  users: 'identity',
  sessions: 'identity',
  devices: 'devices',
  'device-commands': 'devices',
  'device-groups': 'devices',
  inferences: 'devices',
  enrolments: 'devices',
  'enrolment-tokens': 'devices',
  datasets: 'datasets',
  items: 'datasets',
  'label-schemas': 'datasets',
  imports: 'datasets',
  solutions: 'training',
  streams: 'training',
  runs: 'training',
  models: 'training',
  lineage: 'training',
  rollouts: 'deployment',
  deployments: 'deployment',
  installations: 'deployment',
  'rollout-templates': 'deployment',
  notifications: 'summary',
  'notification-preferences': 'summary',
  channels: 'summary',
  deliveries: 'summary',
  summaries: 'summary',
  'summary-settings': 'summary',
  workspaces: 'summary',
};

const contextOf = (path: string): string | undefined => contexts[path.split(/[/?]/)[1] ?? ''];

/**
 * Read your writes: a query waits until its service has seen what the last command to the same service wrote.
 * Other services need not have seen that position at all.
 */
export class Positions {
  readonly #known = new Map<string, { readonly position: string; readonly at: number }>();

  constructor(private readonly now: () => number = Date.now) {}

  /** Notes `Tutti-Position` of a command's answer. */
  note(path: string, position: string | null): void {
    const context = contextOf(path);
    if (context !== undefined && position !== null) this.#known.set(context, { position, at: this.now() });
  }

  /** The position that a query of this path must have passed. */
  wanted(path: string): string | undefined {
    const known = this.#known.get(contextOf(path) ?? '');
    return known && this.now() - known.at < rememberMs ? known.position : undefined;
  }
}
