import { Skeleton } from '@mantine/core';
import type { Badge, DeviceCounts } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { StatusBadge } from '../../components/status-badge';
import { useFormat } from '../../i18n/use-format';
import './badge-tiles.css';

/** Always shown; the others when a device has them. */
const usual: readonly Badge[] = ['inferencing', 'ready', 'no-stream', 'disconnected'];
const unusual: readonly Badge[] = ['error', 'suspended', 'requested'];

const edgesWith = (badge: Badge): string => `/edges?q=${encodeURIComponent(`badge==${badge}`)}`;

/** How many devices are in which state. */
export const BadgeTiles = ({ counts }: { readonly counts: DeviceCounts | undefined }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const shown = [...usual, ...unusual.filter((badge) => (counts?.badges[badge] ?? 0) > 0)];
  return (
    <ul className="tiles" aria-label={t('overview.badgesLabel')}>
      {shown.map((badge) => {
        const count = counts?.badges[badge] ?? 0;
        return (
          <li key={badge}>
            <Link
              className="tile"
              to={edgesWith(badge)}
              data-none={count === 0 ? '' : undefined}
              data-badge={badge}
            >
              <StatusBadge badge={badge} />
              <div className="tile-count num">
                {counts ? format.number(count) : <Skeleton height={30} width={40} />}
              </div>
            </Link>
          </li>
        );
      })}
    </ul>
  );
};
