import { deviceErrors, type DeviceEvent } from '@tutti/contracts/devices';
import { given } from '@tutti/testing';
import { afterAll, describe, expect, test } from 'vitest';
import { deviceDecider, type DeviceCommand } from './device.decider';
import { waitingKey } from './device.state';

const keyA = `UA${'A'.repeat(54)}`;
const keyB = `UA${'B'.repeat(54)}`;
const request = {
  serial: 'SN-1',
  publicKey: keyA,
  hardware: { arch: 'x64', cpu: 'Atom', cores: 4, memoryBytes: 4e9 },
  os: { name: 'Debian', release: '12' },
  agentVersion: '0.1.0',
};
const description = { name: 'Gate', site: 'Seoul', tags: { line: '1' } };

const requested: DeviceEvent = { type: 'DeviceRequested', data: request };
const registered: DeviceEvent = { type: 'DeviceRegistered', data: { ...description, publicKey: keyA } };
const requestedB: DeviceEvent = { type: 'DeviceRequested', data: { ...request, publicKey: keyB } };
const rejected: DeviceEvent = { type: 'DeviceRejected', data: { reason: 'not ours' } };
const suspended: DeviceEvent = { type: 'DeviceSuspended', data: {} };
const retired: DeviceEvent = { type: 'DeviceRetired', data: {} };
const rotated: DeviceEvent = { type: 'DeviceKeyRotated', data: { publicKey: keyB, previousKey: keyA } };

const ask: DeviceCommand = { type: 'RequestDevice', request };
const askB: DeviceCommand = { type: 'RequestDevice', request: { ...request, publicKey: keyB } };
const accept: DeviceCommand = { type: 'AcceptDevice', publicKey: keyA, change: description };
const acceptB: DeviceCommand = { type: 'AcceptDevice', publicKey: keyB, change: {} };
const reject: DeviceCommand = { type: 'RejectDevice', publicKey: keyA, reason: 'not ours' };

const refused = new Set<string>();
const device = (...events: readonly DeviceEvent[]) => {
  const { state, when } = given(deviceDecider, ...events);
  const watched = (command: DeviceCommand) => {
    const outcome = when(command);
    return {
      ...outcome,
      isRefused: (code: keyof typeof deviceErrors) => {
        refused.add(code);
        outcome.isRefused(code);
      },
    };
  };
  return { state, when: watched };
};

afterAll(() => {
  const mine = Object.keys(deviceErrors).filter((code) => code.startsWith('device.'));
  const answeredByTheApi = ['device.token-invalid'];
  expect([...refused, ...answeredByTheApi]).toEqual(expect.arrayContaining(mine));
});

describe('a request', () => {
  test('of an unknown serial is recorded', () => device().when(ask).gives(requested));
  test('with another key takes the place of the one that waits', () =>
    device(requested).when(askB).gives(requestedB));
  test('may be repeated after a rejection', () => device(requested, rejected).when(ask).gives(requested));
  test('with the key that waits is no news', () =>
    device(requested).when(ask).isRefused('device.already-requested'));
  test('with the key that runs is no news', () =>
    device(requested, registered).when(ask).isRefused('device.already-registered'));
  test('after retirement needs a new key', () => {
    const { when } = device(requested, registered, retired);
    when(ask).isRefused('device.already-retired');
    when(askB).gives(requestedB);
  });
  test('a retired key stays retired in later lives', () =>
    device(requested, registered, retired, requestedB, rejected)
      .when(ask)
      .isRefused('device.already-retired'));
});

describe('a token that accepts by itself', () => {
  const register: DeviceCommand = { type: 'RegisterDevice', request, description };
  test('registers an unknown serial at once', () => device().when(register).gives(requested, registered));
  test.each([
    ['requested', [requested]],
    ['rejected', [requested, rejected]],
    ['registered', [requested, registered]],
    ['retired', [requested, registered, retired]],
  ])('never answers for a person: %s', (_, events) =>
    device(...events)
      .when(register)
      .isRefused('device.already-requested'),
  );
});

describe('an answer', () => {
  test('accepts what waits in the log', () => device(requested).when(accept).gives(registered));
  test('names the device after its serial when nobody says otherwise', () =>
    device(requested)
      .when({
        type: 'AcceptDevice',
        publicKey: keyA,
        change: { location: { latitude: 37.5, longitude: 127 } },
      })
      .gives({
        type: 'DeviceRegistered',
        data: { name: 'SN-1', publicKey: keyA, location: { latitude: 37.5, longitude: 127 }, tags: {} },
      }));
  test('records a request that waited elsewhere together with its acceptance', () =>
    device()
      .when({ ...accept, request })
      .gives(requested, registered));
  test('records a request that waited elsewhere together with its rejection', () =>
    device(requested, rejected)
      .when({ ...reject, request })
      .gives(requested, rejected));
  test('rejects what waits in the log', () => device(requested).when(reject).gives(rejected));
  test('rejects without a reason', () =>
    device(requested)
      .when({ type: 'RejectDevice', publicKey: keyA })
      .gives({ type: 'DeviceRejected', data: {} }));
  test('meant for another key is refused', () => {
    device(requested, requestedB).when(accept).isRefused('enrolment.request-changed');
    device(requested, requestedB).when(reject).isRefused('enrolment.request-changed');
  });
  test('comes once', () => device(requested, registered).when(accept).isRefused('device.not-requested'));
  test('needs a request', () => {
    device().when(accept).isRefused('enrolment.not-found');
    device(requested, rejected).when(reject).isRefused('device.not-requested');
  });
});

describe('a new key on a running device', () => {
  const waiting = [requested, registered, requestedB] as const;
  test('leaves the running key valid while it waits', () =>
    expect(device(...waiting).state).toMatchObject({
      status: 'registered',
      publicKey: keyA,
      waiting: { publicKey: keyB },
    }));
  test('takes over when a person accepts it', () =>
    device(...waiting)
      .when(acceptB)
      .gives(rotated));
  test('may come with a new description', () =>
    device(...waiting)
      .when({ type: 'AcceptDevice', publicKey: keyB, change: { name: 'Door', site: 'Seoul' } })
      .gives(rotated, { type: 'DeviceDescribed', data: { name: 'Door' } }));
  test('keeps a suspended device suspended', () =>
    expect(device(requested, registered, suspended, requestedB, rotated).state).toMatchObject({
      status: 'suspended',
      publicKey: keyB,
    }));
  test('rejected: the device runs on with its key, the asking one is told', () => {
    const { state } = device(...waiting, rejected);
    expect(state).toMatchObject({ status: 'registered', publicKey: keyA, refusal: { publicKey: keyB } });
    expect(waitingKey(state)).toBeUndefined();
  });
  test('the old key may come back only through a person', () =>
    device(...waiting, rotated)
      .when(ask)
      .gives(requested));
});

describe('a description', () => {
  const running = () => device(requested, registered);
  test('changes what differs', () =>
    running()
      .when({ type: 'DescribeDevice', change: { name: 'Door', site: null, tags: { line: '1' } } })
      .gives({ type: 'DeviceDescribed', data: { name: 'Door', site: null } }));
  test('places and tags', () =>
    running()
      .when({ type: 'DescribeDevice', change: { location: { address: 'Dock 4' }, tags: { line: '2' } } })
      .gives(
        { type: 'DeviceDescribed', data: { location: { address: 'Dock 4' } } },
        { type: 'DeviceTagged', data: { tags: { line: '2' } } },
      ));
  test('is folded: null removes, absent stays', () =>
    expect(
      device(
        requested,
        registered,
        { type: 'DeviceDescribed', data: { description: 'At the door', site: null } },
        { type: 'DeviceTagged', data: { tags: {} } },
      ).state,
    ).toMatchObject({ description: { name: 'Gate', description: 'At the door', tags: {} } }));
  test('that says nothing new is refused', () =>
    running()
      .when({ type: 'DescribeDevice', change: { name: 'Gate', description: null, tags: { line: '1' } } })
      .isRefused('device.nothing-changed'));
  test('needs a device of the fleet', () => {
    const change: DeviceCommand = { type: 'DescribeDevice', change: { name: 'Door' } };
    device().when(change).isRefused('device.not-found');
    device(requested).when(change).isRefused('device.not-registered');
  });
});

describe('suspending, resuming, retiring', () => {
  const suspend: DeviceCommand = { type: 'SuspendDevice', reason: 'stolen' };
  const resume: DeviceCommand = { type: 'ResumeDevice' };
  const retire: DeviceCommand = { type: 'RetireDevice' };
  test('suspends', () =>
    device(requested, registered)
      .when(suspend)
      .gives({ type: 'DeviceSuspended', data: { reason: 'stolen' } }));
  test('resumes', () =>
    device(requested, registered, suspended).when(resume).gives({ type: 'DeviceResumed', data: {} }));
  test('retires from both', () => {
    device(requested, registered).when(retire).gives(retired);
    device(requested, registered, suspended).when(retire).gives(retired);
  });
  test('each once', () => {
    device(requested, registered, suspended).when(suspend).isRefused('device.already-suspended');
    device(requested, registered).when(resume).isRefused('device.not-suspended');
    device(requested, registered, retired).when(retire).isRefused('device.already-retired');
  });
  test.each([suspend, resume, retire])('$type needs a device of the fleet', (command) => {
    device().when(command).isRefused('device.not-found');
    device(requested).when(command).isRefused('device.not-registered');
  });
});

describe('settings', () => {
  const policy = {
    threshold: 0.9,
    boxes: null,
    margin: null,
    entropy: null,
    audit: 0.01,
    perDay: 100,
    bytesPerDay: 1e6,
  };
  const settings = { sampling: policy, warningScore: 0.5 };
  const set = (changes: Partial<typeof settings> = {}): DeviceCommand => ({
    type: 'SetSettings',
    settings: { ...settings, ...changes },
  });
  const changed: DeviceEvent = { type: 'DeviceSettingsChanged', data: settings };
  test('are recorded as a whole', () => device(requested, registered).when(set()).gives(changed));
  test('that differ in nothing are refused', () => {
    const nothing: DeviceCommand = { type: 'SetSettings', settings: { sampling: null, warningScore: null } };
    device(requested, registered).when(nothing).isRefused('device.nothing-changed');
    device(requested, registered, changed).when(set()).isRefused('device.nothing-changed');
    device(requested, registered, changed)
      .when(set({ sampling: { ...policy, audit: 0.02 } }))
      .gives({ type: 'DeviceSettingsChanged', data: { ...settings, sampling: { ...policy, audit: 0.02 } } });
  });
  test('belong to one life: a device that comes back has none', () => {
    const back = [
      requestedB,
      { type: 'DeviceRegistered', data: { ...description, publicKey: keyB } },
    ] as const;
    device(requested, registered, changed, retired, ...back)
      .when(set())
      .gives(changed);
  });
  test('need a device of the fleet', () => {
    device().when(set()).isRefused('device.not-found');
    device(requested, registered, retired).when(set()).isRefused('device.not-registered');
  });
});

describe('what telemetry reports', () => {
  const lastSeenAt = '2026-01-01T00:00:00.000Z';
  const online: DeviceCommand = { type: 'ReportConnection', connection: 'online', lastSeenAt };
  const wentOnline: DeviceEvent = { type: 'DeviceWentOnline', data: { lastSeenAt } };
  const wentOffline: DeviceEvent = { type: 'DeviceWentOffline', data: { lastSeenAt } };
  test('a change of the connection is recorded once', () => {
    device(requested, registered).when(online).gives(wentOnline);
    device(requested, registered, wentOnline).when(online).gives();
    device(requested, registered, wentOnline)
      .when({ ...online, connection: 'offline' })
      .gives(wentOffline);
    device(requested, registered, wentOnline, wentOffline).when(online).gives(wentOnline);
  });
  test('a fault is recorded', () =>
    device(requested, registered)
      .when({ type: 'ReportFault', kind: 'model', message: 'broken' })
      .gives({ type: 'DeviceFaulted', data: { kind: 'model', message: 'broken' } }));
  test('results below the warning score are recorded', () => {
    const warnings = {
      model: 'digits',
      modelVersion: 'v1.0',
      below: 0.6,
      count: 3,
      windowMs: 1000,
      lowest: 0.2,
    };
    const report: DeviceCommand = { type: 'ReportWarnings', warnings };
    device(requested, registered).when(report).gives({ type: 'DeviceWarned', data: warnings });
    device(requested).when(report).gives();
  });
  test('a device outside the fleet has no history of its own', () => {
    device(requested, registered, retired).when(online).gives();
    device(requested).when({ type: 'ReportFault', kind: 'model', message: 'broken' }).gives();
  });
});
