import type { Deployment, DeploymentStatus } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import '../status-badge.css';

/** The colours that devices have, for much the same. */
const dots = {
  offered: 'no-stream',
  accepted: 'inferencing',
  deferred: 'no-stream',
  downloaded: 'inferencing',
  verified: 'inferencing',
  'warmed-up': 'inferencing',
  active: 'inferencing',
  cancelling: 'suspended',
  confirmed: 'ready',
  'already-installed': 'ready',
  compared: 'ready',
  'rolled-back': 'error',
  failed: 'error',
  'timed-out': 'error',
  cancelled: 'retired',
  superseded: 'retired',
  decommissioned: 'retired',
} as const satisfies Readonly<Record<DeploymentStatus, string>>;

/** How a deployment stands: a colour and always a word. */
export const DeploymentState = ({ deployment }: { readonly deployment: Deployment }) => {
  const { t } = useTranslation();
  const { status, mode } = deployment;
  const isBeside = status === 'active' && mode === 'shadow';
  return (
    <span className="status" data-deployment={status}>
      <span className="status-dot" data-badge={dots[status]} aria-hidden="true" />
      {t(isBeside ? 'deployments.beside' : `deployments.status.${status}`)}
    </span>
  );
};
