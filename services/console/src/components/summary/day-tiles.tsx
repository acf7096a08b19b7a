import type { SummaryFigures } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { useChange } from './use-change';
import './day-tiles.css';

interface Tile {
  readonly key: string;
  readonly name: string;
  readonly value: string;
  readonly more: string;
  readonly bad?: boolean;
}

const useTiles = ({ devices, inference }: SummaryFigures): readonly Tile[] => {
  const { t } = useTranslation();
  const format = useFormat();
  const change = useChange();
  const { results, meanScore, failures, lowScores, volumeBytes } = inference;
  const { registered, online, suspended, changes } = devices;
  const day = 'summaries.day' as const;
  return [
    {
      ...{ key: 'results', name: t(`${day}.results`), value: format.number(results) },
      more: change.share(results, inference.change.results),
    },
    {
      ...{ key: 'score', name: t(`${day}.score`) },
      value: meanScore === null ? t('state.none') : format.number(meanScore, 3),
      more: change.number(inference.change.meanScore, 3),
    },
    {
      ...{ key: 'failures', name: t(`${day}.failures`), value: format.number(failures), bad: failures > 0 },
      more: change.number(inference.change.failures, 1),
    },
    {
      ...{ key: 'low', name: t(`${day}.lowScores`), value: format.number(lowScores) },
      more: t(`${day}.warnings`, { count: inference.warnings }),
    },
    {
      ...{ key: 'online', name: t(`${day}.online`), bad: online < registered },
      value: t(`${day}.onlineOf`, { online: format.number(online), registered: format.number(registered) }),
      more: [
        t(`${day}.wentOffline`, { count: changes.wentOffline }),
        ...(suspended > 0 ? [t(`${day}.suspended`, { number: format.number(suspended) })] : []),
      ].join(' · '),
    },
    {
      ...{ key: 'volume', name: t(`${day}.volume`), value: format.bytes(volumeBytes) },
      more: '',
    },
  ];
};

/** A day in a few numbers, each against the mean of the seven days before. */
export const DayTiles = ({ figures }: { readonly figures: SummaryFigures }) => {
  const { t } = useTranslation();
  const tiles = useTiles(figures);
  return (
    <ul className="day-tiles" aria-label={t('summaries.day.tiles')}>
      {tiles.map(({ key, name, value, more, bad = false }) => (
        <li key={key} data-tile={key}>
          <dl>
            <dt>{name}</dt>
            <dd className="day-tiles-value num" data-bad={bad ? '' : undefined}>
              {value}
            </dd>
            {more !== '' && <dd className="day-tiles-more">{more}</dd>}
          </dl>
        </li>
      ))}
    </ul>
  );
};
