import { Button } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly paused: boolean;
  readonly onChange: (paused: boolean) => void;
}

/** Stops what moves by itself, for whoever wants to read it. */
export const PauseButton = ({ paused, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <Button
      size="xs"
      variant="default"
      leftSection={paused ? <IconPlayerPlay size={14} /> : <IconPlayerPause size={14} />}
      onClick={() => onChange(!paused)}
    >
      {paused ? t('action.resume') : t('action.pause')}
    </Button>
  );
};
