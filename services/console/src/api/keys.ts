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
  events: ['events'],
  users: ['users'],
  runners: ['runners'],
  names: ['names'],
} as const;
