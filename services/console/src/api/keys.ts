/** Query keys by resource: what an event invalidates is named by its first part. */
export const keys = {
  me: ['me'],
  devices: ['devices'],
  commands: ['device-commands'],
  groups: ['device-groups'],
  inferences: ['inferences'],
  enrolments: ['enrolments'],
  tokens: ['enrolment-tokens'],
  datasets: ['datasets'],
  items: ['items'],
  /** Made stale by no event: a page shows those of many datasets. */
  firstItems: ['first-items'],
  /** Read again by their number alone: `useAgainByClass`. */
  againByClass: ['again-by-class'],
  versions: ['dataset-versions'],
  /** Long lists look after themselves: `useLiveItems`. */
  itemLists: ['item-lists'],
  imports: ['imports'],
  frames: ['frames'],
  labelSchemas: ['label-schemas'],
  solutions: ['solutions'],
  streams: ['streams'],
  runs: ['runs'],
  models: ['models'],
  rollouts: ['rollouts'],
  /** Asked for again once in a while: a rollout that runs makes events all the time. */
  previews: ['rollout-previews'],
  /** They never change. */
  excluded: ['excluded-devices'],
  deployments: ['deployments'],
  rolloutTemplates: ['rollout-templates'],
  notifications: ['notifications'],
  channels: ['channels'],
  deliveries: ['deliveries'],
  summaries: ['summaries'],
  workspaces: ['workspaces'],
  events: ['events'],
  users: ['users'],
  runners: ['runners'],
  abouts: ['service-abouts'],
  names: ['names'],
} as const;

/** What shows one deployment, or those of one device: the events of others change nothing there. */
export const deploymentsOf = (id: string) => [...keys.deployments, 'of', id] as const;
