import type { Confirmation, DeploymentReport } from '@tutti/contracts/deployment';
import { given as givenBy } from '@tutti/testing';
import { describe, expect, test } from 'vitest';
import { deploymentId } from './deployment-id';
import { deviceDeploymentDecider, type DeviceDeploymentCommand } from './device-deployment.decider';
import {
  accepted,
  activated,
  another,
  cancelRefused,
  cancelRequested,
  comparison,
  confirmed,
  deferred,
  deviceId,
  downloaded,
  failed,
  failure,
  laterUntil,
  model,
  offer,
  offered,
  offeredAt,
  previous,
  report,
  rolloutId,
  said,
  shadowed,
  shadowOffer,
  superseded,
  timedOut,
  together,
  told,
  until,
  verified,
  warmedUp,
  wish,
} from './device-deployment.fixture';

const given = (...events: Parameters<typeof givenBy>[1][]) =>
  givenBy(deviceDeploymentDecider, ...(events as (typeof offered)[]));
const cancel = (force = false, cause: 'user' | 'rollout-stopped' = 'user'): DeviceDeploymentCommand => ({
  type: 'CancelDeployment',
  cause,
  force,
});
const minutesLater = (minutes: number): Date => new Date(offeredAt.getTime() + minutes * 60_000);

test('a deployment has one id for each try', () => {
  const id = deploymentId(rolloutId, deviceId, 1);
  expect(deploymentId(rolloutId, deviceId, 1)).toBe(id);
  expect(id).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  expect(deploymentId(rolloutId, deviceId, 2)).not.toBe(id);
  expect(deploymentId(rolloutId, another, 1)).not.toBe(id);
});

describe('an offer', () => {
  test('is made once', () => {
    given().when({ type: 'OfferDeployment', offer: offer() }).gives(offered);
    given(offered).when({ type: 'OfferDeployment', offer: offer() }).isRefused('deployment.already-offered');
  });

  test('must be there for anything else', () => {
    given().when(said.accepted).isRefused('deployment.not-found');
    given().when(cancel()).isRefused('deployment.not-found');
  });
});

describe('what the device says (S2-4)', () => {
  test.each([
    ['accepted', [offered], said.accepted, accepted],
    ['that it downloads', [offered], said.downloading, accepted],
    ['deferred', [offered, accepted], said.deferred, deferred],
    ['downloaded', [offered, accepted], said.downloaded, downloaded],
    ['verified', [offered, downloaded], said.verified, verified],
    ['warmed up', [offered, verified], said.warmedUp, warmedUp],
    ['activated', [offered, warmedUp], said.activated, activated],
    ['confirmed', [offered, activated], said.confirmed, confirmed],
    ['failed', [offered, downloaded], said.failed, failed],
    [
      'rolled back',
      [offered, activated],
      said.rolledBack,
      told('DeploymentRolledBack', { failure, restored: previous, results: 20, meanScore: 0.4 }),
    ],
    ['already installed', [offered], said.alreadyInstalled, told('DeploymentAlreadyInstalled', { model })],
    ['cancelled by itself', [offered], said.cancelled, told('DeploymentCancelled', { cause: 'device' })],
    ['compared', [shadowed, activated], said.compared, told('DeploymentCompared', { comparison })],
  ] as const)('%s', (_, before, command, event) =>
    given(...before)
      .when(command)
      .gives(event),
  );

  test('of a later step implies the earlier ones: reports may be lost', () => {
    given(offered).when(said.activated).gives(activated);
    given(offered, accepted)
      .when(said.confirmed)
      .gives(told('DeploymentActivated', { model, previous: null }), confirmed);
    given(offered)
      .when(said.soaking)
      .gives(told('DeploymentActivated', { model, previous: null }));
  });

  test.each([
    ['accepted', [offered, downloaded], said.accepted],
    ['downloaded', [offered, downloaded], said.downloaded],
    ['warmed up', [offered, activated], said.warmedUp],
    ['deferred, as before', [offered, deferred], said.deferred],
    ['deferred, when it is active', [offered, activated], said.deferred],
    ['soaking', [offered, activated], said.soaking],
    ['a refusal of what nobody asked', [offered, accepted], said.refused(1)],
  ] as const)('again or too late says nothing: %s', (_, before, command) =>
    given(...before)
      .when(command)
      .gives(),
  );

  test('what was done before the window counts, in whatever order it is told', () => {
    given(offered, deferred).when(said.warmedUp).gives(warmedUp);
    expect(given(offered, deferred, warmedUp).state).toMatchObject({ status: 'deferred' });
    expect(given(offered, deferred, activated).state).toMatchObject({ status: 'active' });
  });

  test('a device that missed its window waits for the next one', () =>
    given(offered, deferred)
      .when(said.deferredAgain)
      .gives(told('DeploymentDeferred', { until: laterUntil })));

  test('a shadow that runs beside does not judge', () =>
    given(shadowed, warmedUp)
      .when(said.activated)
      .gives(told('DeploymentActivated', { model, previous, shadow: true })));

  test('that comes with others is one commit with them', () =>
    given(offered)
      .when(together(said.accepted, said.downloading, said.downloaded, said.verified))
      .gives(accepted, downloaded, verified));

  test('that cannot be takes those with it that came at once', () =>
    given(offered)
      .when(together(said.accepted, report({ state: 'downloaded', bytes: 999, seconds: 1, resumes: 0 })))
      .isRefused('deployment.report-invalid'));

  test('is heeded of its own device only', () =>
    given(offered)
      .when(report({ state: 'accepted' }, another))
      .isRefused('deployment.not-yours'));
});

describe('a lie changes nothing', () => {
  const confirms = (results: number, meanScore: number | null): DeploymentReport => ({
    state: 'confirmed',
    results,
    meanScore,
  });
  const asked = (confirmation: Partial<Confirmation>) =>
    given(
      {
        type: 'DeploymentOffered',
        data: offer({ wish: { ...wish, confirmation: { ...wish.confirmation, ...confirmation } } }),
      },
      activated,
    );

  test.each<[string, DeploymentReport]>([
    ['a mean score below the floor', confirms(20, 0.69)],
    ['no result, where silence means to roll back', confirms(0, null)],
    ['results without a score', confirms(20, null)],
    ['a score without results', confirms(0, 0.9)],
    ['a comparison of what takes the place of another', { state: 'compared', comparison }],
    ['another size', { state: 'downloaded', bytes: 999, seconds: 1, resumes: 0 }],
    ['another total', { state: 'downloading', bytes: 1, total: 999 }],
    ['more bytes than there are', { state: 'downloading', bytes: 1001, total: 1000 }],
    ['installed already, and by this very deployment', { state: 'already-installed' }],
    ['a window in a month', { state: 'deferred', until: '2026-12-26T12:00:00.000Z' }],
  ])('%s', (_, lie) => given(offered, activated).when(report(lie)).isRefused('deployment.report-invalid'));

  test('that a shadow was confirmed', () =>
    given(shadowed, activated).when(said.confirmed).isRefused('deployment.report-invalid'));

  test.each([
    ['more pictures than a shadow can have seen', { ...comparison, frames: 9e15 }],
    ['more failures than pictures', { ...comparison, candidate: { ...comparison.candidate, failures: 11 } }],
    ['more truths than pictures', { ...comparison, truth: { frames: 11, current: 1, candidate: 1 } }],
    ['an endless latency', { ...comparison, current: { meanScore: 0.8, latencyMs: 1e308 } }],
    [
      'an endless latency of its own',
      { ...comparison, candidate: { ...comparison.candidate, latencyMs: 6e5 + 1 } },
    ],
  ])('of a shadow: %s', (_, lie) =>
    given(shadowed, activated)
      .when(report({ state: 'compared', comparison: lie }))
      .isRefused('deployment.report-invalid'),
  );

  test('that it waits for a window, where there is none', () =>
    given({ type: 'DeploymentOffered', data: offer({ wish: { ...wish, windows: [] } }) })
      .when(said.deferred)
      .isRefused('deployment.report-invalid'));

  test('that it misses every window, for ever', () => {
    const missed = Array.from({ length: 20 }, (_, day) =>
      told('DeploymentDeferred', { until: new Date(Date.UTC(2026, 9, day + 1)).toISOString() }),
    );
    given(offered, ...missed)
      .when(said.deferred)
      .isRefused('deployment.report-invalid');
  });

  test('silence and few results may confirm where that was asked for', () => {
    asked({ whenSilent: 'confirm' })
      .when(report(confirms(0, null)))
      .gives(told('DeploymentConfirmed', { results: 0, meanScore: null }));
    asked({ floor: 0.5 })
      .when(report(confirms(1, 0.5)))
      .gives(told('DeploymentConfirmed', { results: 1, meanScore: 0.5 }));
  });
});

describe('time (hawkBit#693)', () => {
  test.each([
    ['accept', [offered], 1440],
    ['download', [offered, accepted], 121],
    ['install', [offered, verified], 30],
    ['activate', [offered, warmedUp], 60],
    ['confirm', [offered, activated], 40],
  ] as const)('ends the step %s', (step, before, minutes) =>
    given(...before)
      .when({ type: 'TimeOut', step, at: minutesLater(minutes) })
      .gives(told('DeploymentTimedOut', { step })),
  );

  test('lets be what moved on, or has ended', () => {
    given(offered, accepted)
      .when({ type: 'TimeOut', step: 'accept', at: minutesLater(1440) })
      .gives();
    given(offered, failed)
      .when({ type: 'TimeOut', step: 'install', at: minutesLater(99) })
      .gives();
  });

  test('waits for the window that the device waits for', () => {
    const at = (minutes: number) => new Date(Date.parse(until) + minutes * 60_000);
    given(offered, deferred)
      .when({ type: 'TimeOut', step: 'activate', at: at(59) })
      .gives();
    given(offered, deferred)
      .when({ type: 'TimeOut', step: 'activate', at: at(60) })
      .gives(told('DeploymentTimedOut', { step: 'activate' }));
  });
});

describe('a cancel (hawkBit#950, #1318)', () => {
  test('closes at once what no device has accepted', () =>
    given(offered)
      .when(cancel())
      .gives(told('DeploymentCancelled', { cause: 'user' })));

  test('asks a device that is at work, each time under a new number', () => {
    given(offered, accepted).when(cancel()).gives(cancelRequested(1));
    given(offered, accepted, cancelRequested(1), cancelRefused).when(cancel()).gives(cancelRequested(2));
    given(offered, accepted, cancelRequested(1)).when(cancel()).isRefused('deployment.cancelling');
    given(offered, failed).when(cancel()).isRefused('deployment.closed');
  });

  test('by a rollout that stops is in vain, and no error, where nothing goes on', () => {
    given(offered, failed).when(cancel(false, 'rollout-stopped')).gives();
    given(offered, accepted, cancelRequested(1)).when(cancel(false, 'rollout-stopped')).gives();
    given(offered, accepted)
      .when(cancel(false, 'rollout-stopped'))
      .gives(told('DeploymentCancelRequested', { cancel: 1, cause: 'rollout-stopped' }));
  });

  test('by force asks nobody', () =>
    given(offered, activated)
      .when(cancel(true))
      .gives(told('DeploymentCancelled', { cause: 'forced' })));

  test('that the device heeds says who wanted it, and what judges again', () =>
    given(offered, activated, cancelRequested(1))
      .when(said.cancelled)
      .gives(told('DeploymentCancelled', { cause: 'user', running: previous })));

  test('that the device refuses returns to where it was, and that is where the device is by now', () => {
    given(offered, accepted, cancelRequested(1)).when(said.refused(1)).gives(cancelRefused);
    expect(given(offered, accepted, cancelRequested(1), cancelRefused).state.status).toBe('accepted');
    const meanwhile = [offered, accepted, cancelRequested(1), downloaded, deferred];
    expect(given(...meanwhile).state.status).toBe('cancelling');
    expect(given(...meanwhile, cancelRefused).state.status).toBe('deferred');
    given(offered, accepted, cancelRequested(1), cancelRefused, cancelRequested(2))
      .when(said.refused(1))
      .gives();
  });

  test('that nobody answers ends, if it is the one that was asked', () => {
    const asked = given(offered, accepted, cancelRequested(1), cancelRefused, cancelRequested(2));
    asked.when({ type: 'EndUnanswered', cancel: 1 }).gives();
    asked
      .when({ type: 'EndUnanswered', cancel: 2 })
      .gives(told('DeploymentCancelled', { cause: 'unanswered' }));
    given(offered, accepted).when({ type: 'EndUnanswered', cancel: 0 }).gives();
  });
});

describe('another deployment, or a device that leaves', () => {
  test('ends what is open, and nothing else', () => {
    given(offered, activated).when({ type: 'SupersedeDeployment', by: rolloutId }).gives(superseded);
    given(offered, failed).when({ type: 'SupersedeDeployment', by: rolloutId }).gives();
    given(offered)
      .when({ type: 'DecommissionDeployment', cause: 'device-retired' })
      .gives(told('DeploymentDecommissioned', { cause: 'device-retired' }));
    given(offered, confirmed).when({ type: 'DecommissionDeployment', cause: 'device-retired' }).gives();
  });
});

describe('after the end', () => {
  const late = (said: { readonly report: DeploymentReport }) =>
    told('DeploymentReportedLate', { report: said.report });

  test('another one is kept once, the outcome stands', () => {
    given(offered, timedOut).when(said.failed).gives(late(said.failed));
    given(offered, timedOut, late(said.failed)).when(said.confirmed).gives();
    expect(given(offered, timedOut, late(said.failed)).state.status).toBe('timed-out');
  });

  test('what judges by that is said, where nothing had said so before', () => {
    const judges = (one: typeof said.confirmed) =>
      told('DeploymentReportedLate', { report: one.report, judges: model });
    given(offered, timedOut).when(said.confirmed).gives(judges(said.confirmed));
    given(offered, timedOut).when(said.alreadyInstalled).gives(judges(said.alreadyInstalled));
    given(offered, activated, timedOut).when(said.confirmed).gives(late(said.confirmed));
  });

  test('what was confirmed and judges again is news, once for each time, and not for ever', () => {
    const at = (minute: number) => `2026-11-27T12:${String(minute).padStart(2, '0')}:00.000Z`;
    const again = (time: string) => report({ state: 'restored', replaced: previous, at: time });
    const known = told('DeploymentRestored', { model, replaced: previous, at: at(1) });
    given(offered, confirmed)
      .when(again(at(1)))
      .gives(known);
    given(offered, told('DeploymentAlreadyInstalled', { model }))
      .when(again(at(1)))
      .gives(known);
    given(offered, confirmed, known)
      .when(again(at(1)))
      .gives();
    given(offered, confirmed, known)
      .when(again(at(2)))
      .gives(told('DeploymentRestored', { model, replaced: previous, at: at(2) }));
    const often = Array.from({ length: 20 }, () => known);
    given(offered, confirmed, ...often)
      .when(again(at(2)))
      .gives();
    for (const past of [[offered], [offered, activated], [offered, timedOut], [offered, superseded]])
      given(...past)
        .when(again(at(1)))
        .isRefused('deployment.report-invalid');
  });

  test('the same one, and what comes before an end, say nothing', () => {
    given(offered, failed).when(said.failed).gives();
    given(offered, failed).when(said.downloading).gives();
    given(offered, superseded).when(said.cancelled).gives();
    given(offered, activated, confirmed).when(said.alreadyInstalled).gives();
  });

  test('what judges again is news, where the server ended what was active', () => {
    given(offered, activated, superseded).when(said.cancelled).gives(late(said.cancelled));
    given(offered, activated, told('DeploymentCancelled', { cause: 'forced' }))
      .when(said.cancelled)
      .gives(late(said.cancelled));
  });

  test('a lie is a lie', () =>
    given(offered, timedOut).when(said.compared).isRefused('deployment.report-invalid'));

  test('of a shadow, too', () => {
    expect(shadowOffer.wish.mode).toBe('shadow');
    const beside = { report: said.compared.report, shadow: true } as const;
    given(shadowed, timedOut).when(said.compared).gives(told('DeploymentReportedLate', beside));
  });

  test('a shadow that stops brings nothing back: what judges did so all along', () => {
    const runs = [shadowed, told('DeploymentActivated', { model, previous, shadow: true })];
    given(...runs, cancelRequested(1))
      .when(said.cancelled)
      .gives(told('DeploymentCancelled', { cause: 'user' }));
    given(...runs, superseded)
      .when(said.cancelled)
      .gives();
  });
});
