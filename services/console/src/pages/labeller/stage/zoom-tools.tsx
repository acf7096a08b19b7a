import { ActionIcon, Group, Tooltip } from '@mantine/core';
import { IconArrowsMaximize, IconHandStop, IconPencil, IconZoomIn, IconZoomOut } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../../i18n/use-format';
import type { ViewControl } from './use-view';

export type Mode = 'draw' | 'hand';

interface Props {
  readonly control: ViewControl;
  /** Undefined where nothing is drawn. */
  readonly mode: Mode | undefined;
  readonly onMode: (mode: Mode) => void;
}

export const zoomStep = 1.25;

/** Zooming by buttons, and what one finger does. */
export const ZoomTools = ({ control, mode, onMode }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { zoom, fit, actual, view } = control;
  const tools = [
    ['smaller', IconZoomOut, () => zoom(1 / zoomStep)],
    ['larger', IconZoomIn, () => zoom(zoomStep)],
    ['fit', IconArrowsMaximize, fit],
  ] as const;
  return (
    <Group gap={4} className="lb-tools" role="group" aria-label={t('labelling.zoom.label')}>
      {mode !== undefined && (
        <ActionIcon
          variant="default"
          size="lg"
          aria-label={t('labelling.zoom.hand')}
          aria-pressed={mode === 'hand'}
          onClick={() => onMode(mode === 'hand' ? 'draw' : 'hand')}
        >
          {mode === 'hand' ? <IconHandStop size={18} /> : <IconPencil size={18} />}
        </ActionIcon>
      )}
      {tools.map(([name, Icon, run]) => (
        <Tooltip key={name} label={t(`labelling.zoom.${name}`)}>
          <ActionIcon variant="default" size="lg" aria-label={t(`labelling.zoom.${name}`)} onClick={run}>
            <Icon size={18} />
          </ActionIcon>
        </Tooltip>
      ))}
      <button
        type="button"
        className="lb-scale num"
        onClick={actual}
        title={t('labelling.zoom.actual')}
        aria-label={`${format.percent(view.scale)}: ${t('labelling.zoom.actual')}`}
      >
        {format.percent(view.scale)}
      </button>
    </Group>
  );
};
