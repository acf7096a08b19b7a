import type { Badge } from '@tutti/contracts/devices';
import type { DeliveryStatus as Status } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { StatusDot } from '../../../components/status-badge';

const dots = {
  waiting: 'requested',
  sending: 'ready',
  retrying: 'no-stream',
  accepted: 'ready',
  failed: 'error',
  dropped: 'retired',
} as const satisfies Readonly<Record<Status, Badge>>;

export const DeliveryState = ({ status }: { readonly status: Status }) => (
  <span className="status">
    <StatusDot badge={dots[status]} />
    {useTranslation().t(`deliveries.status.${status}`)}
  </span>
);
