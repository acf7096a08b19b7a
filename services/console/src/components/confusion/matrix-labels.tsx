import type { Place } from './cells';
import { fitting, type Shape } from './matrix-shape';

interface Props {
  readonly names: readonly string[];
  readonly shape: Shape;
  readonly cursor: Place | undefined;
}

/** Names beside the rows and above the columns; those of the cell that is looked at stand out. */
export const MatrixLabels = ({ names, shape, cursor }: Props) => {
  const { side, left, top, labelled } = shape;
  if (!labelled) return null;
  return names.map((name, index) => {
    const middle = index * side + side / 2;
    const text = fitting(name, left);
    return (
      <g key={index} className="matrix-label">
        <text
          x={left - 6}
          y={top + middle}
          textAnchor="end"
          data-on={cursor?.truth === index ? '' : undefined}
        >
          {text}
        </text>
        <text
          x={0}
          y={0}
          transform={`translate(${left + middle} ${top - 6}) rotate(-90)`}
          data-on={cursor?.predicted === index ? '' : undefined}
        >
          {text}
        </text>
      </g>
    );
  });
};
