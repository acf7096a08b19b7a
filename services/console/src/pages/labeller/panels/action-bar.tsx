import { Button, Group } from '@mantine/core';
import {
  IconArrowBackUp,
  IconArrowLeft,
  IconArrowRight,
  IconBan,
  IconKeyboard,
  IconRestore,
} from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { useLabeller, useSitting } from '../labeller-context';
import type { Saying } from '../use-saying';

interface Props {
  readonly saying: Saying;
  readonly onExclude: () => void;
  readonly onHelp: () => void;
}

const look = { size: 'xs', variant: 'default' } as const;

/** What the keys do, for whoever has none. */
export const ActionBar = ({ saying, onExclude, onHelp }: Props) => {
  const { t } = useTranslation();
  const { session, mayLabel } = useLabeller();
  const { at, said } = useSitting();
  const { isExcluded } = saying;
  return (
    <Group gap={6} className="lb-actions">
      <Button
        {...look}
        leftSection={<IconArrowLeft size={16} />}
        disabled={at === 0}
        onClick={() => session.go(-1)}
      >
        {t('labelling.action.previous')}
      </Button>
      <Button {...look} leftSection={<IconArrowRight size={16} />} onClick={() => session.go(1)}>
        {t('labelling.action.skip')}
      </Button>
      {mayLabel && (
        <>
          <Button
            {...look}
            leftSection={<IconArrowBackUp size={16} />}
            disabled={said.length === 0}
            onClick={saying.undo}
          >
            {t('labelling.action.undo')}
          </Button>
          <Button
            {...look}
            leftSection={isExcluded ? <IconRestore size={16} /> : <IconBan size={16} />}
            onClick={onExclude}
          >
            {t(isExcluded ? 'labelling.action.restore' : 'labelling.action.exclude')}
          </Button>
        </>
      )}
      <Button {...look} leftSection={<IconKeyboard size={16} />} onClick={onHelp}>
        {t('labelling.action.help')}
      </Button>
    </Group>
  );
};
