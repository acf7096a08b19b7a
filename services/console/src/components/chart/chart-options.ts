import uPlot from 'uplot';

export interface Line {
  readonly name: string;
  /** Which colour of the theme. */
  readonly tone: 1 | 2 | 3;
  /** Between least and greatest lies a band. */
  readonly banded?: boolean;
}

export interface ChartShape {
  readonly kind: 'line' | 'bars';
  readonly lines: readonly Line[];
  readonly height: number;
  readonly format: (value: number) => string;
  readonly clock: (seconds: number, step: number) => string;
  /** Over plain numbers instead of time: `clock` writes them. What one line lacks at one of them does not break it. */
  readonly numeric?: boolean;
  /** Upper end of the scale; the greatest value when absent. */
  readonly top?: number;
}

const cssColour = (element: Element, name: string): string =>
  getComputedStyle(element).getPropertyValue(name).trim();

const faded = (colour: string, percent: number): string =>
  `color-mix(in srgb, ${colour} ${percent}%, transparent)`;

const pathsOf = (kind: ChartShape['kind']): uPlot.Series.PathBuilder | undefined =>
  kind === 'bars' ? uPlot.paths.bars?.({ size: [0.72, 64], align: 1, radius: 0.25 }) : uPlot.paths.linear?.();

/** Least and greatest of the lines that have a band: drawn as the band only. */
const bandSeries = ({ lines }: ChartShape): uPlot.Series[] =>
  lines
    .filter(({ banded }) => banded)
    .flatMap(() => ['low', 'high'].map((label) => ({ label, width: 0, points: { show: false } })));

const bandsOf = (host: Element, { lines }: ChartShape): uPlot.Band[] => {
  const banded = lines.filter((line) => line.banded);
  return banded.map(({ tone }, index) => {
    const low = 1 + lines.length + index * 2;
    return { series: [low + 1, low], fill: faded(cssColour(host, `--tutti-series-${tone}`), 22) };
  });
};

/** Points without neighbours: no line would show them. */
const alone: uPlot.Series.Points.Filter = (plot, series) => {
  const values = plot.data[series] ?? [];
  const isThere = (index: number): boolean => (values[index] ?? null) !== null;
  return Array.from(values, (_, index) => index).filter(
    (index) => isThere(index) && !isThere(index - 1) && !isThere(index + 1),
  );
};

const seriesOf = (host: Element, { kind, lines, numeric = false }: ChartShape): uPlot.Series[] =>
  lines.map(({ name, tone }, index) => {
    const colour = cssColour(host, `--tutti-series-${tone}`);
    const paths = pathsOf(kind);
    return {
      label: name,
      stroke: kind === 'bars' ? 'transparent' : colour,
      width: kind === 'bars' ? 0 : 1.75,
      ...(kind === 'bars'
        ? { fill: faded(colour, 80) }
        : index === 0 && !lines.some(({ banded }) => banded)
          ? { fill: faded(colour, 10) }
          : {}),
      points: { show: kind === 'line', filter: alone, size: 5, fill: colour },
      spanGaps: numeric,
      ...(paths ? { paths } : {}),
    };
  });

const axesOf = (host: Element, { format, clock }: ChartShape): uPlot.Axis[] => {
  const text = cssColour(host, '--mantine-color-dimmed');
  const grid = { stroke: cssColour(host, '--tutti-grid'), width: 1 };
  const font = `11px ${getComputedStyle(host).fontFamily}`;
  const common = { stroke: text, font, ticks: { show: false }, border: { show: false } };
  return [
    {
      ...common,
      grid: { show: false },
      space: 80,
      size: 26,
      values: (_, ...[splits, , , step]) => splits.map((at) => clock(at, step)),
    },
    { ...common, grid, space: 34, size: 58, gap: 8, values: (_, splits) => splits.map(format) },
  ];
};

/** Scale from 0 (or below, for temperatures) to a little above the greatest value. */
const yRange =
  (top: number | undefined): uPlot.Range.Function =>
  (_, min, max) => [Math.min(0, min ?? 0), top ?? (max > 0 ? max * 1.15 : 1)];

export interface ChartEvents {
  /** Which point the pointer is at. */
  readonly onIndex: (index: number | null) => void;
  /** A stretch was picked, in milliseconds. */
  readonly onZoom?: ((fromMs: number, toMs: number) => void) | undefined;
  readonly onReset?: (() => void) | undefined;
}

/** Narrower is a click. */
const leastDragPx = 5;

const zoomTo = (plot: uPlot, onZoom: ChartEvents['onZoom']): void => {
  const { left, width } = plot.select;
  if (!onZoom || width < leastDragPx) return;
  const [from, to] = [plot.posToVal(left, 'x'), plot.posToVal(left + width, 'x')];
  plot.setSelect({ left: 0, top: 0, width: 0, height: 0 }, false);
  onZoom(from * 1_000, to * 1_000);
};

/** uPlot's options in the colours of the theme. */
export const chartOptions = (
  host: Element,
  shape: ChartShape,
  { onIndex, onZoom, onReset }: ChartEvents,
): uPlot.Options => ({
  width: Math.max(host.clientWidth, 40),
  height: shape.height,
  padding: [8, 22, 0, 0],
  legend: { show: false },
  cursor: {
    y: false,
    drag: { x: onZoom !== undefined, y: false, setScale: false },
    bind: { dblclick: () => () => (onReset?.(), null) },
    points: { size: 7 },
  },
  scales: { x: { time: shape.numeric !== true }, y: { range: yRange(shape.top) } },
  series: [{}, ...seriesOf(host, shape), ...bandSeries(shape)],
  bands: bandsOf(host, shape),
  axes: axesOf(host, shape),
  hooks: {
    setCursor: [({ cursor }) => onIndex(cursor.idx ?? null)],
    setSelect: [(plot) => zoomTo(plot, onZoom)],
  },
});
