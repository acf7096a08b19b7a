import type { Texts } from './notification-texts';

export const english: Texts = {
  codes: {
    'connectivity.device-offline': {
      title: '{name} is offline',
      lead: 'It was last heard of at {lastSeenAt} and has been silent since.',
    },
    'connectivity.devices-offline': {
      title: '{devices} edges are offline',
      lead: 'They went offline at about the same time: look at the network or the site that they share. Among them: {names}',
    },
    'connectivity.device-back': { title: '{name} is back', lead: 'It was offline for {minutes} minutes.' },
    'inference.device-faulted': { title: '{name} reports a fault', lead: '{message}' },
    'inference.failures': {
      title: '{name} cannot judge pictures',
      lead: 'The newest error: {message}',
    },
    'score.warning': {
      title: '{name}: scores below the warning score',
      lead: '{results} results of {model} {modelVersion} were below {below}; the lowest was {lowest}.',
    },
    'datasets.import-finished': {
      title: 'Import into {name} finished',
      lead: '{added} items are new, {labelled} were labelled, {refused} could not be taken.',
    },
    'datasets.import-failed': { title: 'Import into {name} failed', lead: '{message}' },
    'training.run-succeeded': { title: '{name}: training succeeded' },
    'training.run-failed': { title: '{name}: training failed', lead: '{message}' },
    'training.gate-refused': {
      title: '{name}: the new model does not pass its gate',
      lead: 'It was trained and is not deployed by itself: {reasons}',
    },
    'deployment.rollout-finished': {
      title: 'Rollout {name} finished',
      lead: 'The model runs on {succeeded} edges; {failed} failed.',
    },
    'deployment.rollout-failed': {
      title: 'Rollout {name} failed on its edges',
      lead: '{failed} edges failed, more than its group {group} may have.',
    },
    'deployment.rollout-paused': {
      title: 'Rollout {name} is paused',
      lead: 'It goes on when somebody resumes it.',
    },
    'deployment.rollout-waits': {
      title: 'Rollout {name} waits for approval',
      lead: 'Nothing is offered to its edges before somebody approves it.',
    },
    'deployment.automatic-refused': {
      title: '{name}: a new model was not rolled out by itself',
      lead: '{message}',
    },
    'system.process-parked': {
      title: 'Background work has stopped: {name}',
      lead: '{error} It goes on when an administrator resumes it on the System page.',
    },
    'system.projection-halted': {
      title: 'A service does not take in events any more: {name}',
      lead: '{error}',
    },
    'system.effect-failing': {
      title: 'Background work is tried again and again: {name}',
      lead: '{error} It goes on by itself once that has passed.',
    },
    'system.disk-low': {
      title: '{name}: the disk is almost full',
      lead: '{freeBytes} of {totalBytes} are free.',
    },
    'system.channel-needs-attention': {
      title: 'The channel {name} does not work',
      lead: 'Nothing is sent to it until somebody has looked: {detail}',
    },
    'security.enrolment-token-expires': {
      title: 'The enrolment token {name} expires soon',
      lead: 'After {expiresAt} no edge can join with it.',
    },
    'security.device-waits': {
      title: '{name} asks to join the fleet',
      lead: 'It waits until somebody accepts or rejects it.',
    },
  },
  info: {
    lastSeenAt: 'Last heard of',
    devices: 'Edges',
    kind: 'Kind',
    code: 'Code',
    model: 'Model',
    modelVersion: 'Model version',
    results: 'Results',
    below: 'Warning score',
    lowest: 'Lowest score',
    added: 'New items',
    labelled: 'Labelled',
    refused: 'Refused',
    solution: 'Solution',
    accuracy: 'Accuracy',
    map50: 'mAP50',
    succeeded: 'Succeeded',
    failed: 'Failed',
    other: 'Neither',
    group: 'Group',
    cause: 'Cause',
    service: 'Service',
    process: 'Process',
    instance: 'Instance',
    freeBytes: 'Free',
    totalBytes: 'Size',
    httpStatus: 'HTTP status',
    expiresAt: 'Expires',
    serial: 'Serial number',
  },
  levels: { info: 'Information', warning: 'Warning', error: 'Error', critical: 'Critical' },
  andOthers: '{title}, and {n} more',
  repeated: 'It happened {count} times, the last time at {lastAt}.',
  others: 'Also',
  more: 'and {n} more',
  level: 'Level',
  at: 'Time',
  open: 'Open in Tutti',
};
