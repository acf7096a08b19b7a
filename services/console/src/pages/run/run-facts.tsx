import { Anchor, Code, Text } from '@mantine/core';
import type { Run, RunSource } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDatasetName } from '../../api/names';
import { useAuthor } from '../../components/event/use-author';
import { Facts } from '../../components/facts';
import { Section } from '../../components/section';
import { TimeAgo } from '../../components/time-ago';
import { useFormat } from '../../i18n/use-format';
import { shortId } from '../../lib/short';

type Wanted = Extract<RunSource, { kind: 'datasets' }>['data'][number];

/** A dataset's version; the dataset while its version is being frozen. */
const Learned = ({ data: { datasetId, version } }: { readonly data: Wanted }) => {
  const { t } = useTranslation();
  const name = useDatasetName(datasetId) ?? shortId(datasetId);
  const path = `/datasets/${datasetId}${version === undefined ? '' : `/versions/${version}`}`;
  const what = version === undefined ? t('runs.facts.newest') : t('runs.facts.version', { number: version });
  return (
    <div>
      <Anchor component={Link} to={path} size="sm">
        {name}, {what}
      </Anchor>
    </div>
  );
};

const Source = ({ source }: { readonly source: RunSource }) => {
  const { t } = useTranslation();
  if (source.kind === 'sample') return t('runs.facts.sample', { name: source.name });
  return source.data.map((data) => <Learned key={data.datasetId} data={data} />);
};

const Cause = ({ run: { cause, requestedBy } }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const who = useAuthor(requestedBy);
  return (
    <>
      {cause.kind === 'person' ? who : t(`runs.facts.causes.${cause.kind}`)}
      {cause.detail !== undefined && (
        <Text size="xs" c="dimmed">
          {cause.detail}
        </Text>
      )}
    </>
  );
};

const tookOf = ({ startedAt, endedAt }: Run): number | undefined =>
  startedAt === null || endedAt === null ? undefined : Date.parse(endedAt) - Date.parse(startedAt);

/** Who asked for it, what it learns from, and how. */
export const RunFacts = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { solution, task, source, requestedAt, startedAt, endedAt, worker, heardAt, attempt, seed } = run;
  const took = tookOf(run);
  const parameters = Object.entries(run.parameters);
  return (
    <Section title={t('runs.facts.title')}>
      <Facts
        facts={[
          [t('runs.facts.data'), <Source key="data" source={source} />],
          [t('runs.facts.solution'), t('runs.facts.solutionValue', { ...solution })],
          [t('runs.facts.task'), t(`datasets.task.${task}`)],
          [t('runs.facts.cause'), <Cause key="cause" run={run} />],
          [t('runs.facts.requested'), format.exactTime(requestedAt)],
          [t('runs.facts.started'), startedAt && format.exactTime(startedAt)],
          [t('runs.facts.ended'), endedAt && format.exactTime(endedAt)],
          [t('runs.facts.took'), took !== undefined && format.milliseconds(took)],
          [t('runs.facts.worker'), worker],
          [t('runs.facts.heard'), endedAt === null && heardAt && <TimeAgo key="heard" at={heardAt} />],
          [t('runs.facts.attempt'), attempt > 0 && format.number(attempt)],
          [t('runs.facts.seed'), String(seed)],
          [
            t('runs.facts.parameters'),
            parameters.length > 0 && (
              <Code key="parameters" className="wrap-anywhere">
                {parameters.map(([name, value]) => `${name}: ${JSON.stringify(value)}`).join(', ')}
              </Code>
            ),
          ],
        ]}
      />
    </Section>
  );
};
