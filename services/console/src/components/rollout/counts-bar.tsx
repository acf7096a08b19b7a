import type { RolloutCounts } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { countsOf } from './count-parts';
import './counts-bar.css';

interface Props {
  readonly counts: RolloutCounts;
  /** What the bar is of, where several stand beside each other. */
  readonly label?: string;
}

/** Devices by how far they are: as a bar, and always in words. */
export const CountsBar = ({ counts, label }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const parts = countsOf(counts);
  return (
    <div className="counts" role="group" aria-label={label}>
      <div className="counts-bar" aria-hidden="true">
        {parts.map(([part, devices]) => (
          <span key={part} data-part={part} style={{ flexGrow: devices }} />
        ))}
      </div>
      <ul className="counts-words num">
        {parts.map(([part, devices]) => (
          <li key={part} data-part={part} data-devices={devices}>
            {t(`rollouts.counts.${part}`, { number: format.number(devices) })}
          </li>
        ))}
        {parts.length === 0 && <li>{t('rollouts.counts.none')}</li>}
      </ul>
    </div>
  );
};
