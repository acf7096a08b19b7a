import { ActionIcon, Group, SegmentedControl, Tooltip } from '@mantine/core';
import {
  IconChevronLeft,
  IconChevronRight,
  IconPlayerPlay,
  IconZoomIn,
  IconZoomOut,
  type Icon,
} from '@tabler/icons-react';
import type { KeyboardEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { CustomRange } from './custom-range';
import { useSpanText } from './use-span-text';
import type { WindowControl } from './use-window';
import { liveFor, presets } from './window';

interface ToolProps {
  readonly label: string;
  readonly icon: Icon;
  readonly disabled?: boolean;
  readonly onClick: () => void;
}

const Tool = ({ label, icon: ToolIcon, disabled = false, onClick }: ToolProps) => (
  <Tooltip label={label}>
    <ActionIcon
      variant="subtle"
      color="gray"
      {...(disabled ? { bg: 'transparent' } : {})}
      aria-label={label}
      aria-disabled={disabled}
      {...(disabled ? { 'data-disabled': true } : {})}
      onClick={() => !disabled && onClick()}
    >
      <ToolIcon size={17} />
    </ActionIcon>
  </Tooltip>
);

/** What the keys do while the focus is on the tools. */
const onKey = (event: KeyboardEvent, { pan, zoom, goLive }: WindowControl): void => {
  const actions: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => pan(-0.25),
    ArrowRight: () => pan(0.25),
    '+': () => zoom(0.5),
    '-': () => zoom(2),
    '0': goLive,
  };
  const action = actions[event.key];
  if (!action || event.target instanceof HTMLInputElement) return;
  event.preventDefault();
  action();
};

/** How far the charts look back, and where to. */
export const RangePicker = ({ control }: { readonly control: WindowControl }) => {
  const { t } = useTranslation();
  const { window, set, pan, zoom, goLive } = control;
  const text = useSpanText(window);
  const isLive = window.end === null;
  const label = (seconds: number): string => {
    if (seconds < 3_600) return t('chart.minutes', { count: seconds / 60 });
    return seconds <= 86_400
      ? t('chart.hours', { count: seconds / 3_600 })
      : t('chart.days', { count: seconds / 86_400 });
  };
  return (
    <Group gap={4} justify="flex-end">
      <SegmentedControl
        size="xs"
        aria-label={t('chart.range')}
        value={isLive ? String(window.seconds) : ''}
        onChange={(value) => set(liveFor(Number(value)))}
        data={presets.map((seconds) => ({ value: String(seconds), label: label(seconds) }))}
      />
      <Group
        gap={0}
        wrap="nowrap"
        role="toolbar"
        aria-label={t('chart.tools')}
        onKeyDown={(event) => onKey(event, control)}
      >
        <Tool label={t('chart.earlier')} icon={IconChevronLeft} onClick={() => pan(-0.5)} />
        <Tool label={t('chart.closer')} icon={IconZoomIn} onClick={() => zoom(0.5)} />
        <Tool label={t('chart.further')} icon={IconZoomOut} onClick={() => zoom(2)} />
        <Tool label={t('chart.later')} icon={IconChevronRight} disabled={isLive} onClick={() => pan(0.5)} />
        <Tool label={t('chart.live')} icon={IconPlayerPlay} disabled={isLive} onClick={goLive} />
        <CustomRange control={control} />
      </Group>
      <span className="chart-span num" role="status" data-live={isLive}>
        {isLive && presets.some((seconds) => seconds === window.seconds) ? '' : text}
      </span>
    </Group>
  );
};
