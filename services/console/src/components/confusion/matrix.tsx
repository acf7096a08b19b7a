import { useElementSize } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { cellAt, cellsOf, isRight, isSame, movedBy, type Cell, type Place } from './cells';
import { MatrixLabels } from './matrix-labels';
import { shapeOf, type Shape } from './matrix-shape';
import './matrix.css';

interface Props {
  readonly names: readonly string[];
  readonly confusion: readonly (readonly number[])[];
  readonly chosen: Place | undefined;
  readonly onChoose: (place: Place) => void;
  /** What choosing is for. */
  readonly hint: string;
}

/** Small shares are to be seen too. */
const strengthOf = (share: number): number => Math.round(14 + 86 * Math.sqrt(share));

const Heat = ({ cell, shape }: { readonly cell: Cell; readonly shape: Shape }) => {
  const { number } = useFormat();
  const { truth, predicted, count, share } = cell;
  const { side, left, top } = shape;
  const strength = strengthOf(share);
  const [x, y] = [left + predicted * side, top + truth * side];
  return (
    <>
      <rect
        className="matrix-heat"
        x={x + 0.5}
        y={y + 0.5}
        width={side - 1}
        height={side - 1}
        data-right={isRight(cell) ? '' : undefined}
        style={{ '--strength': `${strength}%` } as React.CSSProperties}
      />
      {shape.numbered && (
        <text
          className="matrix-number"
          x={x + side / 2}
          y={y + side / 2}
          data-strong={strength > 58 ? '' : undefined}
        >
          {number(count)}
        </text>
      )}
    </>
  );
};

const Frame = ({ at, shape, what }: { readonly at: Place; readonly shape: Shape; readonly what: string }) => (
  <rect
    className={`matrix-${what}`}
    x={shape.left + at.predicted * shape.side}
    y={shape.top + at.truth * shape.side}
    width={shape.side}
    height={shape.side}
  />
);

/** Below the pointer; undefined where no cell is. */
const placeAt = (event: React.MouseEvent<SVGSVGElement>, { side, left, top, size }: Shape) => {
  const { left: x, top: y } = event.currentTarget.getBoundingClientRect();
  const truth = Math.floor((event.clientY - y - top) / side);
  const predicted = Math.floor((event.clientX - x - left) / side);
  const isIn = [truth, predicted].every((index) => index >= 0 && index < size);
  return isIn ? { truth, predicted } : undefined;
};

/** A cell in words. */
const useCellText = (names: readonly string[]): ((cell: Cell) => string) => {
  const { t } = useTranslation();
  const format = useFormat();
  return ({ truth, predicted, count, share }) =>
    t('models.confusion.cell', {
      truth: names[truth] ?? '',
      predicted: names[predicted] ?? '',
      found: format.number(count),
      share: format.percent(share, 1),
    });
};

/** What is taken for what, as a heat map: for the pointer, for arrow keys, and in words for whoever sees neither. */
export const Matrix = ({ names, confusion, chosen, onChoose, hint }: Props) => {
  const { t } = useTranslation();
  const { ref, width } = useElementSize();
  const [cursor, setCursor] = useState<Place>();
  const cellText = useCellText(names);
  const shape = shapeOf(names, width);
  const shown = cursor ?? chosen;
  const onKeyDown = (event: React.KeyboardEvent): void => {
    const from = shown ?? { truth: 0, predicted: 0 };
    const to = movedBy(event.key, from, shape.size);
    if (to) setCursor(to);
    else if (event.key === 'Enter' || event.key === ' ') onChoose(from);
    else return;
    event.preventDefault();
  };
  return (
    <div ref={ref}>
      <div
        className="matrix"
        role="application"
        tabIndex={0}
        aria-label={t('models.confusion.label', { count: names.length })}
        onKeyDown={onKeyDown}
        onBlur={() => setCursor(undefined)}
      >
        <svg
          width={shape.width}
          height={shape.height}
          aria-hidden="true"
          onMouseMove={(event) => setCursor(placeAt(event, shape))}
          onMouseLeave={() => setCursor(undefined)}
          onClick={(event) => {
            const place = placeAt(event, shape);
            if (place) onChoose(place);
          }}
        >
          <MatrixLabels names={names} shape={shape} cursor={shown} />
          <rect
            className="matrix-ground"
            x={shape.left}
            y={shape.top}
            width={shape.side * shape.size}
            height={shape.side * shape.size}
          />
          {cellsOf(confusion).map((cell) => (
            <Heat key={`${cell.truth} ${cell.predicted}`} cell={cell} shape={shape} />
          ))}
          {chosen && <Frame at={chosen} shape={shape} what="chosen" />}
          {cursor && !isSame(chosen, cursor) && <Frame at={cursor} shape={shape} what="cursor" />}
        </svg>
      </div>
      <p className="matrix-said" role="status">
        {shown ? cellText(cellAt(confusion, shown)) : hint}
      </p>
    </div>
  );
};
