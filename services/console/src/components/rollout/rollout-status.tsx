import type { RolloutStatus as Status } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import '../status-badge.css';

/** The colours that devices have, for much the same. */
const dots = {
  'waiting-for-approval': 'requested',
  ready: 'ready',
  running: 'inferencing',
  paused: 'no-stream',
  finished: 'ready',
  stopped: 'retired',
  refused: 'retired',
} as const satisfies Readonly<Record<Status, string>>;

/** How a rollout stands: a colour and always a word. */
export const RolloutStatus = ({ status }: { readonly status: Status }) => {
  const { t } = useTranslation();
  return (
    <span className="status" data-rollout-status={status}>
      <span className="status-dot" data-badge={dots[status]} aria-hidden="true" />
      {t(`rollouts.status.${status}`)}
    </span>
  );
};
