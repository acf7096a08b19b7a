import { Button, VisuallyHidden } from '@mantine/core';
import { useId, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import './bar-list.css';

export interface Series {
  readonly name: string;
  /** Of the colours of charts. */
  readonly tone: 1 | 2 | 3;
}

export interface Bar {
  readonly key: string;
  readonly name: string;
  /** A colour of its own, beside its name. */
  readonly colour?: string;
  /** One for each series. */
  readonly values: readonly number[];
  /** What to mind about it. */
  readonly note?: string;
}

const sum = (values: readonly number[]): number => values.reduce((all, value) => all + value, 0);

interface RowProps {
  readonly bar: Bar;
  readonly series: readonly Series[];
  /** The length of a whole track. */
  readonly most: number;
}

const Row = ({ bar, series, most }: RowProps) => {
  const format = useFormat();
  const { name, colour, values, note } = bar;
  const parts = series.map((one, index) => ({ ...one, value: values[index] ?? 0 }));
  const said = parts.map((part) => `${part.name} ${format.number(part.value)}`).join(', ');
  return (
    <li title={series.length > 1 ? `${name}: ${said}` : undefined}>
      <span className="bars-name">
        {colour !== undefined && (
          <span className="bars-dot" style={{ background: colour }} aria-hidden="true" />
        )}
        <span>{name}</span>
      </span>
      <span className="bars-track" aria-hidden="true">
        {parts
          .filter(({ value }) => value > 0)
          .map(({ name: part, tone, value }) => (
            <span
              key={part}
              style={{ width: `${(value / most) * 100}%`, background: `var(--tutti-series-${tone})` }}
            />
          ))}
      </span>
      <span className="bars-number num">
        {format.number(sum(values))}
        {series.length > 1 && <VisuallyHidden>{` (${said})`}</VisuallyHidden>}
      </span>
      {note !== undefined && <span className="bars-note">{note}</span>}
    </li>
  );
};

const Keys = ({ series }: { readonly series: readonly Series[] }) => (
  <div className="bars-keys" aria-hidden="true">
    {series.map(({ name, tone }) => (
      <span key={name}>
        <span className="bars-dot" style={{ background: `var(--tutti-series-${tone})` }} />
        {name}
      </span>
    ))}
  </div>
);

const shownAtFirst = 12;

interface Props {
  readonly title: string;
  readonly series: readonly Series[];
  readonly bars: readonly Bar[];
  /** Stands in place of bars that there are none of. */
  readonly empty?: string;
}

/** Counts as bars that lie: a list that says the same numbers to whoever does not see it. */
export const BarList = ({ title, series, bars, empty }: Props) => {
  const { t } = useTranslation();
  const id = useId();
  const [all, setAll] = useState(false);
  const most = Math.max(1, ...bars.map(({ values }) => sum(values)));
  const shown = all ? bars : bars.slice(0, shownAtFirst);
  return (
    <figure className="bars" aria-labelledby={id}>
      <figcaption className="bars-title" id={id}>
        {title}
      </figcaption>
      {series.length > 1 && <Keys series={series} />}
      {bars.length === 0 ? (
        <span>{empty ?? t('state.none')}</span>
      ) : (
        <ul>
          {shown.map((bar) => (
            <Row key={bar.key} bar={bar} series={series} most={most} />
          ))}
        </ul>
      )}
      {bars.length > shown.length && (
        <Button size="compact-xs" variant="subtle" mt={6} onClick={() => setAll(true)}>
          {t('chart.all', { count: bars.length })}
        </Button>
      )}
    </figure>
  );
};
