import { IconPhoto } from '@tabler/icons-react';
import { Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useInferences } from '../../api/inferences';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { PauseButton } from '../../components/pause-button';
import { ResultGrid } from '../../components/result/result-grid';
import { Section } from '../../components/section';

const shown = 12;

/** What the fleet saw last. */
export const NewestResults = () => {
  const { t } = useTranslation();
  const [paused, setPaused] = useState(false);
  const query = useInferences({ pageSize: shown, paused });
  return (
    <Section
      title={t('overview.results.title')}
      actions={<PauseButton paused={paused} onChange={setPaused} />}
    >
      <Loaded query={query} skeleton={<Skeleton height={220} />}>
        {({ pages }) => {
          const results = pages[0]?.items ?? [];
          if (results.length === 0)
            return <EmptyState icon={<IconPhoto size={24} />} title={t('overview.results.empty')} />;
          return <ResultGrid results={results} label={t('overview.results.title')} withDevice />;
        }}
      </Loaded>
    </Section>
  );
};
