export const overview = {
  title: 'Overview',
  devices_one: '{{count, number}} device',
  devices_other: '{{count, number}} devices',
  badgesLabel: 'Devices by state',
  rates: {
    title: 'Results per minute',
    perMinute: 'results/min',
    summary: 'Results per minute: {{total}} in all, {{latest}} in the latest full step, at most {{max}}.',
    empty: 'No results in this time.',
  },
  accuracy: {
    title: 'True accuracy',
    detail: '{{correct}} of {{known}} results with known truth were right',
    unknown: 'Shown as soon as results arrive whose truth is known',
    results: 'Results',
    latency: 'Mean latency',
    score: 'Mean score',
  },
  results: {
    title: 'Newest results',
    empty: 'No results yet. They appear here as soon as a device runs a model.',
  },
  events: { title: 'Newest events', all: 'All events', empty: 'Nothing has happened yet.' },
  requests: {
    title_one: '{{count}} device asks to join',
    title_other: '{{count}} devices ask to join',
    look: 'Look at the requests',
  },
  start: {
    title: 'Connect the first device',
    text: 'A device asks to join with a token. Create one, then paste the command on the machine that is to run a model.',
    create: 'Create a token',
    ask: 'Somebody with the right to enrol devices can create a token.',
  },
} as const;
