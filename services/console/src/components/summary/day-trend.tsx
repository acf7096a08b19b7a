import { useTranslation } from 'react-i18next';
import { TimeChart } from '../chart/time-chart';
import { useFormat } from '../../i18n/use-format';

interface Day {
  readonly date: string;
  readonly results: number;
  readonly failures: number;
}

const daySeconds = 86_400;
/** Noon of a day by the reader's clock: the axis names days by it. */
const secondsOf = (date: string): number => new Date(`${date}T12:00:00`).getTime() / 1_000;

/** Results and failures of each day, over the days that were summed up. */
export const DayTrend = ({ days }: { readonly days: readonly Day[] }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const inOrder = [...days].sort((one, other) => one.date.localeCompare(other.date));
  const times = inOrder.map(({ date }) => secondsOf(date));
  const [first = 0] = times;
  const last = times.at(-1) ?? 0;
  return (
    <TimeChart
      kind="line"
      height={160}
      lines={[
        { name: t('summaries.list.results'), tone: 1 },
        { name: t('summaries.list.failures'), tone: 3 },
      ]}
      data={{
        times,
        values: [inOrder.map(({ results }) => results), inOrder.map(({ failures }) => failures)],
      }}
      span={[first - daySeconds / 2, last + daySeconds / 2]}
      format={(value) => format.number(value)}
      summary={t('summaries.list.trendSummary', {
        days: format.number(inOrder.length),
        results: format.number(Math.max(0, ...inOrder.map(({ results }) => results))),
      })}
    />
  );
};
