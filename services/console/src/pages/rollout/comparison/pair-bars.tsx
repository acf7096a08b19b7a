import { useId } from 'react';
import './pair-bars.css';

interface PairBar {
  readonly name: string;
  /** Of the colours of charts. */
  readonly tone: 1 | 2;
  /** Of the whole track. */
  readonly share: number;
  /** The number itself. */
  readonly text: string;
}

interface Props {
  readonly title: string;
  readonly bars: readonly PairBar[];
}

/** A few numbers beside each other as bars: a list that says the same to whoever does not see it. */
export const PairBars = ({ title, bars }: Props) => {
  const id = useId();
  return (
    <div role="group" aria-labelledby={id}>
      <p className="pair-title" id={id}>
        {title}
      </p>
      <ul className="pair-bars">
        {bars.map(({ name, tone, share, text }) => (
          <li key={name}>
            <span className="wrap-anywhere">{name}</span>
            <span className="pair-track" aria-hidden="true">
              <span style={{ width: `${share * 100}%`, background: `var(--tutti-series-${tone})` }} />
            </span>
            <span className="pair-value num">{text}</span>
          </li>
        ))}
      </ul>
    </div>
  );
};
