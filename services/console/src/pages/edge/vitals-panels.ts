import type { VitalsStep } from '@tutti/contracts/devices';
import type { Line } from '../../components/chart/chart-options';
import type { Stat } from '../../components/chart/series';
import type { Format } from '../../lib/format';

type Name = 'cpu' | 'memory' | 'disk' | 'temperature' | 'network' | 'agentMemory';

export interface Panel {
  readonly name: Name;
  readonly lines: readonly (Pick<Line, 'tone'> & {
    readonly name: Name | 'received' | 'sent';
    readonly pick: (step: VitalsStep) => Stat | null;
  })[];
  readonly format: (value: number) => string;
  readonly top?: number;
}

const shareOf = ({ mean, min, max }: Stat, total: number): Stat => ({
  mean: mean / total,
  min: min / total,
  max: max / total,
});

/** One chart each. Disk and network before temperature: every device has them. */
export const panelsOf = (format: Format): readonly Panel[] => {
  const percent = (share: number): string => format.percent(share, 0);
  return [
    { name: 'cpu', lines: [{ name: 'cpu', tone: 1, pick: ({ cpu }) => cpu }], format: percent, top: 1 },
    {
      name: 'memory',
      lines: [
        { name: 'memory', tone: 1, pick: (step) => shareOf(step.memoryUsedBytes, step.memoryTotalBytes) },
      ],
      format: percent,
      top: 1,
    },
    {
      name: 'disk',
      lines: [{ name: 'disk', tone: 1, pick: (step) => shareOf(step.diskUsedBytes, step.diskTotalBytes) }],
      format: percent,
      top: 1,
    },
    {
      name: 'network',
      lines: [
        { name: 'received', tone: 1, pick: (step) => step.networkRxBytesPerSecond },
        { name: 'sent', tone: 3, pick: (step) => step.networkTxBytesPerSecond },
      ],
      format: format.byteRate,
    },
    {
      name: 'agentMemory',
      lines: [{ name: 'agentMemory', tone: 2, pick: ({ agentMemoryBytes }) => agentMemoryBytes }],
      format: format.bytes,
    },
    {
      name: 'temperature',
      lines: [{ name: 'temperature', tone: 3, pick: ({ temperatureCelsius }) => temperatureCelsius }],
      format: (value) => `${format.number(value, 0)} °C`,
    },
  ];
};

/** A panel has something to show when one of its values is a finite number. */
export const hasValues = ({ lines }: Panel, rows: readonly VitalsStep[]): boolean =>
  rows.some((row) => lines.some(({ pick }) => Number.isFinite(pick(row)?.mean)));
