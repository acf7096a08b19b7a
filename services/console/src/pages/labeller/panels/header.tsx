import { ActionIcon, Progress, Text } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLabeller, useSitting } from '../labeller-context';
import { SavingState } from './saving-state';

/** Which dataset, how far, and whether all is saved. */
export const Header = ({ q, said }: { readonly q: string; readonly said: string }) => {
  const { t } = useTranslation();
  const { dataset, progress } = useLabeller();
  const { said: statements } = useSitting();
  const { states, total } = (progress ?? dataset).items;
  const left = states.unlabelled + states['needs-relabel'];
  const share = total === 0 ? 0 : (100 * states.labelled) / total;
  return (
    <header className="lb-header">
      <ActionIcon
        component={Link}
        to={`/datasets/${dataset.id}`}
        variant="subtle"
        color="gray"
        size="lg"
        aria-label={t('labelling.leave')}
      >
        <IconArrowLeft size={20} />
      </ActionIcon>
      <div className="lb-name">
        <h1>{dataset.name}</h1>
        <Text size="xs" c="dimmed" className="num" data-left={left}>
          {t('labelling.left', { count: left })}
          {statements.length > 0 && ` · ${t('labelling.sitting', { count: statements.length })}`}
          {q !== '' && ` · ${t('labelling.filtered', { q })}`}
        </Text>
      </div>
      <span className="lb-said" aria-hidden="true">
        {said}
      </span>
      <Progress value={share} className="lb-share" size="sm" aria-label={t('labelling.title')} />
      <SavingState />
    </header>
  );
};
