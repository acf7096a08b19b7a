import { IconPhoto } from '@tabler/icons-react';
import { Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDeviceNames } from '../../api/devices';
import { useInferences } from '../../api/inferences';
import { EmptyState } from '../../components/empty-state';
import { PauseButton } from '../../components/pause-button';
import { ProblemAlert } from '../../components/problem-alert';
import { ResultGrid } from '../../components/result/result-grid';
import { Section } from '../../components/section';

const shown = 12;

/** What the fleet saw last. */
export const NewestResults = () => {
  const { t } = useTranslation();
  const [paused, setPaused] = useState(false);
  const deviceNames = useDeviceNames();
  const { data, error } = useInferences({ pageSize: shown, paused });
  const results = data?.pages[0]?.items;
  const content = (): React.ReactNode => {
    if (!results) return error ? <ProblemAlert error={error} /> : <Skeleton height={220} />;
    if (results.length === 0)
      return <EmptyState icon={<IconPhoto size={24} />} title={t('overview.results.empty')} />;
    return <ResultGrid results={results} label={t('overview.results.title')} deviceNames={deviceNames} />;
  };
  return (
    <Section
      title={t('overview.results.title')}
      actions={<PauseButton paused={paused} onChange={setPaused} />}
    >
      {content()}
    </Section>
  );
};
