import { Grid, Stack, Text } from '@mantine/core';
import type { SummaryFigures } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { inZone } from '../../lib/calendar';
import { BarList } from '../chart/bar-list';
import { Section } from '../section';
import { DayList } from './day-list';
import { DayTiles } from './day-tiles';
import { DayWork } from './day-work';
import { Histogram } from './histogram';

interface Props {
  readonly figures: SummaryFigures;
  readonly timeZone: string;
  /** Of this installation: what is named has a page here. */
  readonly own: boolean;
}

const edgePath = (own: boolean, id: string): string | undefined =>
  own ? `/edges/${encodeURIComponent(id)}` : undefined;

const Streams = ({ figures: { streams, moreStreams } }: Pick<Props, 'figures'>) => {
  const { t } = useTranslation();
  const format = useFormat();
  const series = [
    { name: t('summaries.day.results'), tone: 1 },
    { name: t('summaries.day.failures'), tone: 3 },
  ] as const;
  const bars = streams.map(({ id, name, results, failures, meanScore, lowScores }) => ({
    ...{ key: id, values: [results, failures] },
    name: meanScore === null ? name : `${name} · ${format.number(meanScore, 3)}`,
    ...(lowScores > 0 ? { note: t('summaries.day.problem.warned', { count: lowScores }) } : {}),
  }));
  return (
    <>
      <BarList
        title={t('summaries.day.streamsOf')}
        series={series}
        bars={bars}
        empty={t('summaries.day.noStreams')}
      />
      {moreStreams > 0 && (
        <Text size="xs" c="dimmed" mt="xs">
          {t('summaries.day.moreStreams', { count: moreStreams })}
        </Text>
      )}
    </>
  );
};

const Offline = ({ figures: { offline }, timeZone, own }: Props) => {
  const { t, i18n } = useTranslation();
  return (
    <DayList
      label={t('summaries.day.offline')}
      empty={t('summaries.day.nobodyOffline')}
      items={offline.map(({ id, name, site, since }) => ({
        ...{ key: id, name, beside: site, path: edgePath(own, id) },
        said: t('summaries.day.since', { time: inZone(new Date(since), timeZone, i18n.language) }),
      }))}
    />
  );
};

const Problems = ({ figures: { problems }, own }: Props) => {
  const { t } = useTranslation();
  return (
    <DayList
      label={t('summaries.day.problems')}
      empty={t('summaries.day.noProblems')}
      items={problems.map(({ kind, id, name, count, detail }) => ({
        ...{ key: `${kind} ${id}`, name, beside: detail },
        path: edgePath(own, id),
        said: t(`summaries.day.problem.${kind}`, { count }),
      }))}
    />
  );
};

/** Everything that a day's summary says. */
export const DayFigures = (props: Props) => {
  const { t } = useTranslation();
  const { figures } = props;
  return (
    <Stack gap="md">
      <DayTiles figures={figures} />
      <Grid gap="md">
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Section title={t('summaries.day.streams')} h="100%">
            <Streams figures={figures} />
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Section title={t('summaries.day.histogram')} h="100%">
            <Histogram bins={figures.inference.histogram} />
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Section title={t('summaries.day.offline')} h="100%">
            <Offline {...props} />
          </Section>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 6 }}>
          <Section title={t('summaries.day.problems')} h="100%">
            <Problems {...props} />
          </Section>
        </Grid.Col>
      </Grid>
      <DayWork figures={figures} own={props.own} />
    </Stack>
  );
};
