import { VisuallyHidden } from '@mantine/core';
import { placeOn } from './thresholds';
import './meter.css';

interface Props {
  readonly name: string;
  readonly tone: 'good' | 'bad';
  readonly value: number;
  /** The whole line. */
  readonly of: number;
  /** What something happens at. */
  readonly mark: number;
  readonly note: string;
  /** All of it in a sentence, for those who do not see it. */
  readonly said: string;
}

/** A number of devices on a line, with the mark where something happens. */
export const Meter = ({ name, tone, value, of, mark, note, said }: Props) => (
  <div className="meter" data-tone={tone} data-value={value} data-mark={mark}>
    <span className="meter-name" aria-hidden="true">
      {name}
    </span>
    <span className="meter-track" aria-hidden="true">
      <span className="meter-fill" style={{ width: `${placeOn(value, of)}%` }} />
      {mark <= of && <span className="meter-mark" style={{ left: `${placeOn(mark, of)}%` }} />}
    </span>
    <span className="meter-note num" aria-hidden="true">
      {note}
    </span>
    <VisuallyHidden>{said}</VisuallyHidden>
  </div>
);
