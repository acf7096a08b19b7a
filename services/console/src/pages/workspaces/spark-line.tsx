import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';

const width = 120;
const height = 28;

/** A small line of counts, the oldest first. */
export const SparkLine = ({ values }: { readonly values: readonly number[] }) => {
  const { t } = useTranslation();
  const format = useFormat();
  if (values.length < 2) return <span>{t('state.none')}</span>;
  const most = Math.max(1, ...values);
  const step = width / (values.length - 1);
  const points = values.map(
    (value, index) => `${index * step},${height - 2 - (value / most) * (height - 4)}`,
  );
  const said = t('workspaces.list.trend', {
    count: values.length,
    least: format.number(Math.min(...values)),
    most: format.number(Math.max(...values)),
  });
  return (
    <svg width={width} height={height} viewBox={`0 0 ${width} ${height}`} role="img" aria-label={said}>
      <polyline
        points={points.join(' ')}
        fill="none"
        stroke="var(--tutti-series-1)"
        strokeWidth={1.75}
        strokeLinejoin="round"
      />
    </svg>
  );
};
