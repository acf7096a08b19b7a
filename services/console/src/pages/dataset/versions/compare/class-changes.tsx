import type { DatasetVersion } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import '../../../../components/chart/bar-list.css';
import { useFormat } from '../../../../i18n/use-format';
import { useShownDataset } from '../../use-shown-dataset';
import { classesOf, countOfClass } from '../chart-bars';
import { classNames } from '../label-words';
import './class-changes.css';

interface Props {
  readonly from: DatasetVersion;
  readonly to: DatasetVersion;
}

const Track = ({
  value,
  most,
  tone,
}: {
  readonly value: number;
  readonly most: number;
  readonly tone: string;
}) => (
  <span className="bars-track">
    <span style={{ width: `${(value / most) * 100}%`, background: tone }} />
  </span>
);

const tones = { before: 'var(--mantine-color-gray-5)', after: 'var(--tutti-series-1)' } as const;

/** How many pictures of each class there were and are. */
export const ClassChanges = ({ from, to }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const names = classNames(useShownDataset().schema);
  const rows = classesOf(names, from.counts, to.counts).map((key) => {
    const [before, after] = [from, to].map(({ counts }) => countOfClass(counts, key));
    return { key, name: names.get(key)?.name ?? key, before: before ?? 0, after: after ?? 0 };
  });
  const most = Math.max(1, ...rows.flatMap(({ before, after }) => [before, after]));
  const signed = (difference: number): string =>
    difference > 0 ? `+${format.number(difference)}` : format.number(difference);
  return (
    <figure className="bars" aria-label={t('versions.compare.classes')}>
      <div className="bars-keys" aria-hidden="true">
        {(['before', 'after'] as const).map((side) => (
          <span key={side}>
            <span className="bars-dot" style={{ background: tones[side] }} />
            {t(`versions.compare.${side}`)}
          </span>
        ))}
      </div>
      <ul>
        {rows.map(({ key, name, before, after }) => (
          <li key={key}>
            <span className="bars-name">
              <span className="bars-dot" style={{ background: names.get(key)?.colour }} aria-hidden="true" />
              <span>{name}</span>
            </span>
            <span className="class-change-track" aria-hidden="true">
              <Track value={before} most={most} tone={tones.before} />
              <Track value={after} most={most} tone={tones.after} />
            </span>
            <span className="bars-number num">
              {t('versions.compare.change', {
                before: format.number(before),
                after: format.number(after),
                difference: signed(after - before),
              })}
            </span>
          </li>
        ))}
      </ul>
    </figure>
  );
};
