import uPlot from 'uplot';

export interface Line {
  readonly name: string;
  /** Which colour of the theme. */
  readonly tone: 1 | 2 | 3;
}

export interface ChartShape {
  readonly kind: 'line' | 'bars';
  readonly lines: readonly Line[];
  readonly height: number;
  readonly format: (value: number) => string;
  readonly clock: (seconds: number) => string;
  /** Upper end of the scale; the greatest value when absent. */
  readonly top?: number;
}

const cssColour = (element: Element, name: string): string =>
  getComputedStyle(element).getPropertyValue(name).trim();

const faded = (colour: string, percent: number): string =>
  `color-mix(in srgb, ${colour} ${percent}%, transparent)`;

const pathsOf = (kind: ChartShape['kind']): uPlot.Series.PathBuilder | undefined =>
  kind === 'bars' ? uPlot.paths.bars?.({ size: [0.72, 64], align: 1, radius: 0.25 }) : uPlot.paths.linear?.();

const seriesOf = (host: Element, { kind, lines }: ChartShape): uPlot.Series[] =>
  lines.map(({ name, tone }, index) => {
    const colour = cssColour(host, `--tutti-series-${tone}`);
    const paths = pathsOf(kind);
    return {
      label: name,
      stroke: kind === 'bars' ? 'transparent' : colour,
      width: kind === 'bars' ? 0 : 1.75,
      ...(kind === 'bars' ? { fill: faded(colour, 80) } : index === 0 ? { fill: faded(colour, 10) } : {}),
      points: { show: false },
      spanGaps: false,
      ...(paths ? { paths } : {}),
    };
  });

const axesOf = (host: Element, { format, clock }: ChartShape): uPlot.Axis[] => {
  const text = cssColour(host, '--mantine-color-dimmed');
  const grid = { stroke: cssColour(host, '--tutti-grid'), width: 1 };
  const font = `11px ${getComputedStyle(host).fontFamily}`;
  const common = { stroke: text, font, ticks: { show: false }, border: { show: false } };
  return [
    { ...common, grid: { show: false }, space: 80, size: 26, values: (_, splits) => splits.map(clock) },
    { ...common, grid, space: 34, size: 58, gap: 8, values: (_, splits) => splits.map(format) },
  ];
};

/** Scale from 0 (or below, for temperatures) to a little above the greatest value. */
const yRange =
  (top: number | undefined): uPlot.Range.Function =>
  (_, min, max) => [Math.min(0, min ?? 0), top ?? (max > 0 ? max * 1.15 : 1)];

/** uPlot's options in the colours of the theme; `onIndex` tells which point the pointer is at. */
export const chartOptions = (
  host: Element,
  shape: ChartShape,
  onIndex: (index: number | null) => void,
): uPlot.Options => ({
  width: Math.max(host.clientWidth, 40),
  height: shape.height,
  padding: [8, 22, 0, 0],
  legend: { show: false },
  cursor: { y: false, drag: { x: false, y: false }, points: { size: 7 } },
  scales: { x: { time: true }, y: { range: yRange(shape.top) } },
  series: [{}, ...seriesOf(host, shape)],
  axes: axesOf(host, shape),
  hooks: { setCursor: [({ cursor }) => onIndex(cursor.idx ?? null)] },
});
