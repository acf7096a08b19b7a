export const notifications = {
  title: 'Notifications',
  text: 'What happened that you may want to know. Each person reads and puts away their own.',
  bell_one: 'Notifications: {{count}} unread',
  bell_other: 'Notifications: {{count}} unread',
  bellNone: 'Notifications: none unread',
  panel: 'Unread notifications',
  all: 'All notifications',
  none: 'Nothing new',
  noneText: 'When an edge goes offline, scores fall, or work ends, it appears here at once.',
  noMatch: 'No notification matches.',
  listLabel: 'Notifications, newest first',
  readAll: 'Mark all as read',
  readAllDone: 'All are read.',
  read: 'Mark as read',
  isUnread: 'Unread',
  dismiss: 'Put away',
  open: 'Open {{name}}',
  andOthers: '{{title}}, and {{count}} more',
  others: 'Also: {{names}}',
  times_one: '{{count}} time',
  times_other: '{{count}} times, last',
  filter: {
    unread: 'Unread only',
    level: 'Level',
    category: 'About',
    anyLevel: 'All levels',
    anyCategory: 'Everything',
  },
  from: {
    info: 'All levels',
    warning: 'Warnings and worse',
    error: 'Errors and worse',
    critical: 'Critical only',
  },
  level: { info: 'Information', warning: 'Warning', error: 'Error', critical: 'Critical' },
  category: {
    connectivity: 'Connection',
    inference: 'Inference',
    score: 'Scores',
    datasets: 'Datasets',
    training: 'Training',
    deployment: 'Rollouts',
    system: 'System',
    security: 'Security',
  },
  settings: 'Settings',
  settingsTitle: 'What you want to be told',
  settingsText:
    'For you alone, here in the console. What goes to Teams and other places is set at each channel.',
  settingsLevel: 'From this level on',
  settingsCategories: 'About',
  settingsDone: 'Your settings are saved.',
  code: {
    connectivity: {
      'device-offline': {
        title: '{{name}} is offline',
        lead: 'It was last heard of at {{lastSeenAt}} and has been silent since.',
      },
      'devices-offline': {
        title: '{{devices}} edges are offline',
        lead: 'They went offline at about the same time: look at the network or the site that they share.',
      },
      'device-back': { title: '{{name}} is back', lead: 'It was offline for {{minutes}} minutes.' },
    },
    inference: {
      'device-faulted': { title: '{{name}} reports a fault', lead: '{{message}}' },
      failures: {
        title: '{{name}} cannot judge pictures',
        lead: 'It failed at {{failures}} pictures. The newest: {{message}}',
      },
    },
    score: {
      warning: {
        title: '{{name}}: scores below the warning score',
        lead: '{{results}} results of {{model}} {{modelVersion}} were below {{below}}; the lowest was {{lowest}}.',
      },
    },
    datasets: {
      'import-finished': {
        title: 'Import into {{name}} finished',
        lead: '{{added}} items are new, {{labelled}} were labelled, {{refused}} could not be taken.',
      },
      'import-failed': { title: 'Import into {{name}} failed', lead: '{{message}}' },
    },
    training: {
      'run-succeeded': { title: '{{name}}: training succeeded', lead: 'Its model is in the list of models.' },
      'run-failed': { title: '{{name}}: training failed', lead: '{{message}}' },
      'gate-refused': {
        title: '{{name}}: the new model does not pass its gate',
        lead: 'It was trained and is not deployed by itself: {{reasons}}',
      },
    },
    deployment: {
      'rollout-finished': {
        title: 'Rollout {{name}} finished',
        lead: 'The model runs on {{succeeded}} edges; {{failed}} failed.',
      },
      'rollout-failed': {
        title: 'Rollout {{name}} failed on its edges',
        lead: '{{failed}} edges failed, more than its group {{group}} may have.',
      },
      'rollout-paused': { title: 'Rollout {{name}} is paused', lead: 'It goes on when somebody resumes it.' },
      'rollout-waits': {
        title: 'Rollout {{name}} waits for approval',
        lead: 'Nothing is offered to its edges before somebody approves it.',
      },
      'automatic-refused': {
        title: '{{name}}: a new model was not rolled out by itself',
        lead: '{{message}}',
      },
    },
    system: {
      'process-parked': {
        title: 'Background work has stopped: {{name}}',
        lead: '{{error}} It goes on when an administrator resumes it on the System page.',
      },
      'projection-halted': {
        title: 'A service does not take in events any more: {{name}}',
        lead: '{{error}}',
      },
      'effect-failing': {
        title: 'Background work is tried again and again: {{name}}',
        lead: '{{error}} It goes on by itself once that has passed.',
      },
      'disk-low': {
        title: '{{name}}: the disk is almost full',
        lead: '{{freeBytes}} of {{totalBytes}} are free.',
      },
      'channel-needs-attention': {
        title: 'The channel {{name}} does not work',
        lead: 'Nothing is sent to it until somebody has looked: {{detail}}',
      },
    },
    security: {
      'enrolment-token-expires': {
        title: 'The enrolment token {{name}} expires soon',
        lead: 'After {{expiresAt}} no edge can join with it.',
      },
      'device-waits': {
        title: '{{name}} asks to join the fleet',
        lead: 'It waits until somebody accepts or rejects it.',
      },
    },
  },
} as const;
