import { Grid } from '@mantine/core';
import { rolloutStatus } from '@tutti/contracts/deployment';
import type { SummaryFigures } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { Facts } from '../facts';
import { Section } from '../section';
import { DayList } from './day-list';

interface Props {
  readonly figures: SummaryFigures;
  /** Whether what is named can be looked up here. */
  readonly own: boolean;
}

const Runs = ({ figures: { runs }, own }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const title = t('summaries.day.runs');
  const time = t('summaries.day.runsAside', { time: format.milliseconds(runs.trainSeconds * 1_000) });
  return (
    <Section title={title} h="100%" {...(runs.trainSeconds > 0 ? { aside: time } : {})}>
      <DayList
        label={title}
        empty={t('summaries.day.noRuns')}
        items={runs.newest.map(({ id, name, status, version, seconds, score }) => ({
          ...{ key: id, name, beside: version, path: own ? `/runs/${id}` : undefined },
          said: [
            t(`runs.state.${status}`),
            format.milliseconds(seconds * 1_000),
            ...(score === null ? [] : [format.percent(score, 1)]),
          ].join(' · '),
        }))}
      />
    </Section>
  );
};

const isStatus = (status: string): status is (typeof rolloutStatus.options)[number] =>
  rolloutStatus.options.some((one) => one === status);

const Rollouts = ({ figures: { rollouts }, own }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const title = t('summaries.day.rollouts');
  const { devicesConfirmed, devicesRolledBack, devicesFailed } = rollouts;
  const aside = t('summaries.day.rolloutsAside', {
    confirmed: format.number(devicesConfirmed),
    rolledBack: format.number(devicesRolledBack),
    failed: format.number(devicesFailed),
  });
  const any = devicesConfirmed + devicesRolledBack + devicesFailed > 0;
  return (
    <Section title={title} h="100%" {...(any ? { aside } : {})}>
      <DayList
        label={title}
        empty={t('summaries.day.noRollouts')}
        items={rollouts.newest.map(({ id, name, status, model, succeeded, failed }) => ({
          ...{ key: id, name, beside: model, path: own ? `/rollouts/${id}` : undefined },
          said: [
            isStatus(status) ? t(`rollouts.status.${status}`) : status,
            t('summaries.day.rolloutCounts', {
              succeeded: format.number(succeeded),
              failed: format.number(failed),
            }),
          ].join(' · '),
        }))}
      />
    </Section>
  );
};

const datasetParts = [
  ...(['created', 'pictures', 'labelled', 'reviewed'] as const),
  ...(['versions', 'importsFinished', 'importsFailed'] as const),
] as const;

const Datasets = ({ figures: { datasets } }: Pick<Props, 'figures'>) => {
  const { t } = useTranslation();
  const format = useFormat();
  const some = datasetParts.filter((part) => datasets[part] > 0);
  return (
    <Section title={t('summaries.day.datasets')} h="100%">
      {some.length === 0 ? (
        <DayList label="" items={[]} empty={t('summaries.day.noDatasets')} />
      ) : (
        <Facts
          facts={some.map((part) => [t(`summaries.day.dataset.${part}`), format.number(datasets[part])])}
        />
      )}
    </Section>
  );
};

const changes = [
  ...(['requested', 'registered', 'rejected', 'suspended'] as const),
  ...(['resumed', 'retired', 'wentOnline', 'wentOffline'] as const),
] as const;

const Changes = ({ figures: { devices } }: Pick<Props, 'figures'>) => {
  const { t } = useTranslation();
  const format = useFormat();
  const some = changes.filter((change) => devices.changes[change] > 0);
  return (
    <Section title={t('summaries.day.changes')} h="100%">
      {some.length === 0 ? (
        <DayList label="" items={[]} empty={t('summaries.day.noChanges')} />
      ) : (
        <Facts
          facts={some.map((change) => [
            t(`summaries.day.changed.${change}`),
            format.number(devices.changes[change]),
          ])}
        />
      )}
    </Section>
  );
};

/** What people and the system did on a day. */
export const DayWork = (props: Props) => (
  <Grid gap="md">
    <Grid.Col span={{ base: 12, md: 6 }}>
      <Runs {...props} />
    </Grid.Col>
    <Grid.Col span={{ base: 12, md: 6 }}>
      <Rollouts {...props} />
    </Grid.Col>
    <Grid.Col span={{ base: 12, md: 6 }}>
      <Changes {...props} />
    </Grid.Col>
    <Grid.Col span={{ base: 12, md: 6 }}>
      <Datasets {...props} />
    </Grid.Col>
  </Grid>
);
