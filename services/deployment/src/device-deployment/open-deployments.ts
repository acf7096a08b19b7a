import { openBucket } from '@tutti/nats-server';
import { ProcessRunner } from '@tutti/runtime';
import {
  DeviceTokenVerifier,
  DeviceTwin,
  isRegisteredDevice,
  telemetryRunner,
  UsedTokens,
} from '@tutti/service-kit';
import type { Foundation } from '../open-deployment';
import { processGround } from '../process-ground';
import { ArtifactDesk } from './artifact-desk';
import { callingDevices } from '../fleet/shared-read-models';
import { deploymentEffects } from './deployment-effects';
import { DeploymentNames } from './deployment-names';
import { DeploymentReports, readReports } from './deployment-reports';
import { DeploymentView } from './deployment.view';
import { deviceDeploymentProcess } from './device-deployment.process';
import { InstallationView } from './installation.view';
import { Silence } from './silence';

/** Everything about deployments that controllers call, and others of this service. */
export const openDeployments = (base: Foundation) => {
  const { clock, database, projections } = base;
  const names = new DeploymentNames(database);
  return {
    names,
    view: new DeploymentView(database, projections, names),
    installations: new InstallationView(database, projections, names),
    artifacts: new ArtifactDesk(base),
    verifier: new DeviceTokenVerifier({
      used: new UsedTokens(database, clock),
      clock,
      isRegistered: isRegisteredDevice({
        ...base,
        projection: callingDevices.projection,
        fleet: projections.fleetDevices,
      }),
    }),
  };
};

const openReports = (base: Foundation) => {
  const reports = new DeploymentReports(base);
  return telemetryRunner(base, {
    service: 'deployment',
    kind: 'reported',
    inOrder: true,
    parse: readReports,
    store: (messages) => reports.store(messages),
  });
};

/** What moves deployments on: the devices' reports, and the process that writes their twins. */
export const openDeploymentProcesses = async (base: Foundation) => {
  const { aggregates, connection, log } = base;
  const nudge = (deviceId: string): void => connection.publish(`nudge.${deviceId}`);
  const twin = new DeviceTwin(await openBucket(connection, 'twin'), log.incarnation, nudge);
  const deploymentReports = openReports(base);
  const silence = new Silence(deploymentReports, base.reconnectMs);
  const deviceDeployment = new ProcessRunner({
    ...processGround(base),
    process: deviceDeploymentProcess,
    handlers: deploymentEffects({ twin, aggregates, silence }),
    timeline: silence,
  });
  return { deviceDeployment, deploymentReports };
};
