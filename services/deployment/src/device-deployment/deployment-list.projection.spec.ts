import type { DeploymentEvent } from '@tutti/contracts/deployment';
import type { Recorded } from '@tutti/kernel';
import { describe, expect, test } from 'vitest';
import { deploymentListProjection, type DeploymentRow } from './deployment-list.projection';
import {
  accepted,
  activated,
  cancelRefused,
  cancelRequested,
  confirmed,
  deferred,
  deviceId,
  downloaded,
  failure,
  model,
  offered,
  offeredAt,
  previous,
  restored,
  said,
  shadowed,
  timedOut,
  told,
  until,
} from './device-deployment.fixture';
import { installationListProjection } from './installation-list.projection';

const minute = 60_000;
const recorded = (event: DeploymentEvent, index: number) =>
  ({
    id: `commit.${index}`,
    event,
    aggregateId: 'one',
    aggregateVersion: index + 1,
    position: 10 + index,
    time: new Date(offeredAt.getTime() + index * minute),
  }) as Recorded<never>;
const at = (index: number): number => offeredAt.getTime() + index * minute;

const after = (...events: readonly DeploymentEvent[]): DeploymentRow | undefined =>
  events.reduce<DeploymentRow | undefined>(
    (row, event, index) => deploymentListProjection.project(row, recorded(event, index)),
    undefined,
  );

describe('the list of deployments', () => {
  test('knows where each stands, and until when', () => {
    expect(after(offered)).toMatchObject({
      ...{ id: 'one', deviceId, status: 'offered', step: 'accept', version: 1, endedAt: null },
      deadline: at(1440),
    });
    expect(after(offered, accepted)).toMatchObject({
      step: 'download',
      deadline: at(1 + 121),
      changedAt: at(1),
    });
    expect(after(offered, downloaded, deferred)).toMatchObject({
      ...{ status: 'deferred', step: 'activate', deferredUntil: Date.parse(until) },
      deadline: Date.parse(until) + 60 * minute,
    });
  });

  test('what came of it', () => {
    expect(after(offered, activated, confirmed)).toMatchObject({
      ...{ status: 'confirmed', step: null, deadline: null, deferredUntil: null },
      ...{ results: 20, meanScore: 0.8, endedAt: at(2) },
    });
    const back = told('DeploymentRolledBack', { failure, restored: previous, results: 9, meanScore: 0.4 });
    expect(after(offered, activated, back)).toMatchObject({
      ...{ status: 'rolled-back', failure, failureCode: failure.code, results: 9, meanScore: 0.4 },
    });
    expect(after(offered, timedOut)).toMatchObject({ status: 'timed-out', failureCode: 'timed-out.accept' });
  });

  test('cancels that were refused, and what came too late', () => {
    expect(after(offered, accepted, cancelRequested(1))).toMatchObject({
      ...{ status: 'cancelling', cancelCause: 'user', step: 'download' },
    });
    expect(after(offered, accepted, cancelRequested(1), cancelRefused)).toMatchObject({
      ...{ status: 'accepted', cancelCause: null, cancelRefusal: 'Too late.' },
    });
    const late = told('DeploymentReportedLate', { report: said.confirmed.report });
    expect(after(offered, timedOut, late)).toMatchObject({
      ...{ status: 'timed-out', late: said.confirmed.report, endedAt: at(1), changedAt: at(2), version: 3 },
    });
  });

  test('nothing is known of what was never offered', () => expect(after(accepted)).toBeUndefined());
});

describe('what judged', () => {
  const statement = (event: DeploymentEvent) =>
    installationListProjection.project(undefined, recorded(event, 0));

  test.each<[string, DeploymentEvent, object | undefined]>([
    ['activated', activated, { how: 'activated', modelId: model.modelId, model: { version: 'v1.3' } }],
    [
      'there before',
      told('DeploymentAlreadyInstalled', { model }),
      { how: 'activated', modelId: model.modelId },
    ],
    [
      'brought back',
      told('DeploymentRolledBack', { failure, restored: previous, results: 0, meanScore: null }),
      { how: 'restored', model: previous, modelId: null },
    ],
    [
      'given up, and nothing judges',
      told('DeploymentCancelled', { cause: 'user', running: null }),
      { how: 'restored', model: null },
    ],
    ['given up before it was used', told('DeploymentCancelled', { cause: 'user' }), undefined],
    ['a shadow', told('DeploymentActivated', { model, previous, shadow: true }), undefined],
    [
      'said afterwards',
      told('DeploymentReportedLate', { report: said.rolledBack.report }),
      { how: 'restored', model: previous },
    ],
    [
      'said afterwards of a shadow',
      told('DeploymentReportedLate', { report: said.cancelled.report, shadow: true }),
      undefined,
    ],
    [
      'confirmed afterwards, and nothing else had said that it judges',
      told('DeploymentReportedLate', { report: said.confirmed.report, judges: model }),
      { how: 'activated', modelId: model.modelId, model: { version: 'v1.3' } },
    ],
    [
      'brought back by the device itself',
      restored,
      { how: 'restored', modelId: model.modelId, model: { version: 'v1.3' } },
    ],
    ['said afterwards, of no use', told('DeploymentReportedLate', { report: said.failed.report }), undefined],
  ])('%s', (_, event, expected) => {
    const row = statement(event);
    if (expected) expect(row).toMatchObject({ ...expected, deviceId, deploymentId: 'one', at: at(0) });
    else expect(row).toBeUndefined();
  });

  test('is said by every event anew', () =>
    expect(installationListProjection.key(recorded(shadowed, 3))).toBe('commit.3'));
});
