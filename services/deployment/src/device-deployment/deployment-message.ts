import {
  DeploymentCancelCause,
  DeploymentStatus,
  DeploymentStep,
  InstalledHow,
} from '@tutti/contracts/gen/tutti/deployment/v1/deployment';
import {
  deploymentCancelCause,
  deploymentStatus,
  deploymentStep,
  installation,
  type Deployment,
  type Installation,
} from '@tutti/contracts/deployment';
import { enumMap } from '@tutti/service-kit';
import { toComparison, toDeployedModel } from '../rollout/model-message';
import { modes } from '../rollout/policy-message';

const statuses = enumMap(deploymentStatus.options, DeploymentStatus);
const steps = enumMap(deploymentStep.options, DeploymentStep);
const causes = enumMap(deploymentCancelCause.options, DeploymentCancelCause);
const hows = enumMap(installation.shape.how.options, InstalledHow);

const toProgress = (progress: Deployment['progress']) => {
  if (progress?.kind === 'download') return { download: { bytes: progress.bytes, total: progress.total } };
  if (progress?.kind === 'soak')
    return { soak: { results: progress.results, meanScore: progress.meanScore } };
  return {};
};

const toLate = (late: NonNullable<Deployment['late']>) => ({
  state: late.state,
  failure: 'failure' in late ? late.failure : null,
});

export const toDeploymentMessage = ({ progress, ...deployment }: Deployment) => ({
  ...deployment,
  ...toProgress(progress),
  model: toDeployedModel(deployment.model),
  mode: modes.toProto(deployment.mode),
  status: statuses.toProto(deployment.status),
  step: deployment.step && steps.toProto(deployment.step),
  cancelCause: deployment.cancelCause && causes.toProto(deployment.cancelCause),
  comparison: deployment.comparison && toComparison(deployment.comparison),
  late: deployment.late && toLate(deployment.late),
});

export const toInstallationMessage = (one: Installation) => ({ ...one, how: hows.toProto(one.how) });
