import { badge as badgeSchema, type Badge } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { useDeviceCounts } from '../../api/devices';
import { StatusBadge } from '../../components/status-badge';
import { useFormat } from '../../i18n/use-format';
import '../../components/chips.css';

const order: readonly Badge[] = [...badgeSchema.options].reverse();

const filterOf = (badge: Badge): string => `badge==${badge}`;

interface Props {
  readonly filter: string;
  readonly onChange: (filter: string) => void;
}

/** The states that devices are in, as one-click filters. */
export const BadgeChips = ({ filter, onChange }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: counts } = useDeviceCounts();
  const present = order.filter((badge) => (counts?.badges[badge] ?? 0) > 0 || filter === filterOf(badge));
  return (
    <div className="chips" role="group" aria-label={t('devices.list.badges')}>
      <button type="button" className="chip" aria-pressed={filter === ''} onClick={() => onChange('')}>
        {t('devices.list.anyBadge')}
        <span className="chip-count num">{counts && format.number(counts.total)}</span>
      </button>
      {present.map((badge) => {
        const pressed = filter === filterOf(badge);
        return (
          <button
            key={badge}
            type="button"
            className="chip"
            aria-pressed={pressed}
            onClick={() => onChange(pressed ? '' : filterOf(badge))}
          >
            <StatusBadge badge={badge} />
            <span className="chip-count num">{format.number(counts?.badges[badge] ?? 0)}</span>
          </button>
        );
      })}
    </div>
  );
};
