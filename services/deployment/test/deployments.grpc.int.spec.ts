import { randomUUID } from 'node:crypto';
import {
  DeploymentCancelCause,
  DeploymentServiceService as deployments,
  DeploymentStatus,
  DeploymentStep,
  InstalledHow,
} from '@tutti/contracts/gen/tutti/deployment/v1/deployment';
import { GrpcCaller } from '@tutti/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { said } from '../src/device-deployment/device-deployment.fixture';
import { Fleet } from './deployment.fixture';
import { ScriptedDevice } from './scripted-device.fixture';

let fleet: Fleet;
let caller: GrpcCaller;
let manager: { readonly authorization: string };
let device: ScriptedDevice;
beforeAll(async () => {
  fleet = await Fleet.start();
  caller = new GrpcCaller(fleet.grpc);
  manager = { authorization: `Bearer ${await fleet.token('manager')}` };
  device = await ScriptedDevice.join(fleet, 1);
});
afterAll(async () => {
  caller.close();
  await fleet.stop();
});

test('a deployment is shown, as it goes and as it was', async () => {
  const id = await device.offered();
  await device.reports(id, said.activated.report, said.soaking.report);
  await device.becomes(id, { status: 'active', progress: { kind: 'soak' } as never });
  const { body } = await caller.call(deployments.getDeployment, { id }, manager);
  expect(body.deployment).toMatchObject({
    id,
    status: DeploymentStatus.ACTIVE,
    step: DeploymentStep.CONFIRM,
    soak: { results: 3, meanScore: 0.9 },
    version: 2,
  });
  const { items } = (await caller.call(deployments.getDeploymentTimeline, { id }, manager)).body;
  expect(items.map(({ status }) => status)).toEqual(['offered', 'active']);
  const asOf = items[0]?.at;
  const before = await caller.call(deployments.getDeployment, { id, asOf }, manager);
  expect(before.body.deployment?.version).toBeGreaterThan(0);
  await device.reports(id, said.confirmed.report);
  await device.becomes(id, { status: 'confirmed' });
  const listed = await caller.call(deployments.listDeployments, { q: 'status==confirmed' }, manager);
  expect(listed.body.items).toMatchObject([{ id, results: 20, meanScore: 0.8 }]);
  const installed = await caller.call(deployments.listInstallations, { deviceId: device.id }, manager);
  expect(installed.body.items).toMatchObject([
    { deploymentId: id, how: InstalledHow.ACTIVATED, confirmed: true, model: { version: 'v1.3' } },
  ]);
});

test('and cancelled, by those who may', async () => {
  const id = await device.offered({ rolloutId: randomUUID() });
  const user = { authorization: `Bearer ${await fleet.token('user')}` };
  await expect(caller.refused(deployments.cancelDeployment, { id }, user)).resolves.toMatchObject({
    status: 'PERMISSION_DENIED',
  });
  const { body } = await caller.call(deployments.cancelDeployment, { id }, manager);
  expect(body.deployment).toMatchObject({
    status: DeploymentStatus.CANCELLED,
    cancelCause: DeploymentCancelCause.USER,
  });
  await expect(caller.refused(deployments.cancelDeployment, { id }, manager)).resolves.toMatchObject({
    status: 'FAILED_PRECONDITION',
    reason: 'DEPLOYMENT_CLOSED',
  });
});
