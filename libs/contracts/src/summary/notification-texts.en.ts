import type { NotificationTexts } from './notification-text';

export const english = {
  code: {
    connectivity: {
      'device-offline': {
        title: '{{name}} is offline',
        lead: 'It was last heard of at {{lastSeenAt}} and has been silent since.',
      },
      'devices-offline': {
        title: '{{devices}} edges are offline',
        lead: 'They went offline at about the same time: look at the network or the site that they share. Among them: {{names}}',
      },
      'device-back': { title: '{{name}} is back', lead: 'It was offline for {{minutes}} minutes.' },
    },
    inference: {
      'device-faulted': { title: '{{name}} reports a fault', lead: '{{message}}' },
      failures: {
        title: '{{name}} cannot judge pictures',
        lead: 'The newest error: {{message}}',
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
  level: { info: 'Information', warning: 'Warning', error: 'Error', critical: 'Critical' },
  andOthers: '{{title}}, and {{count}} more',
} as const satisfies NotificationTexts;
