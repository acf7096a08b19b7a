import { Anchor, Code, Text } from '@mantine/core';
import type { Model, ModelLineage } from '@tutti/contracts/training';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useLineage } from '../../../api/models';
import { useDatasetName } from '../../../api/names';
import { CopyIcon } from '../../../components/copy-button';
import { useAuthor } from '../../../components/event/use-author';
import { Loaded } from '../../../components/loaded';
import { modelName } from '../../../components/model/model-name';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { Section } from '../../../components/section';
import { useFormat } from '../../../i18n/use-format';
import { shortId } from '../../../lib/short';
import './lineage-tab.css';

const Station = ({ title, children }: { readonly title: string; readonly children: ReactNode }) => (
  <li>
    <Text size="xs" c="dimmed">
      {title}
    </Text>
    {children}
  </li>
);

const Version = ({ data }: { readonly data: ModelLineage['data'][number] }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { datasetId, version, items, frozenAt, digest } = data;
  const name = useDatasetName(datasetId) ?? shortId(datasetId);
  const about = [
    t('models.lineage.pictures', { count: items }),
    ...(frozenAt === null ? [] : [t('models.lineage.frozen', { when: format.exactTime(frozenAt) })]),
  ];
  return (
    <Station title={t('models.lineage.data')}>
      <Anchor component={Link} to={`/datasets/${datasetId}/versions/${version}`} size="sm" fw={600}>
        {t('models.lineage.dataValue', { name, number: version })}
      </Anchor>
      <Text size="sm">{about.join(' · ')}</Text>
      <Text size="xs" c="dimmed" className="wrap-anywhere">
        {t('models.lineage.digest', { digest })}
      </Text>
    </Station>
  );
};

const TheRun = ({ run }: { readonly run: NonNullable<ModelLineage['run']> }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const who = useAuthor(run.requestedBy);
  return (
    <Station title={t('models.lineage.run')}>
      <Anchor component={Link} to={`/runs/${run.id}`} size="sm" fw={600}>
        {t('models.lineage.runValue', { when: format.exactTime(run.startedAt), seed: String(run.seed) })}
      </Anchor>
      <Text size="sm">{t('models.by', { who })}</Text>
    </Station>
  );
};

const File = ({ artifact: { digest } }: Pick<Model, 'artifact'>) => {
  const { t } = useTranslation();
  return (
    <Station title={t('models.lineage.file')}>
      <Code className="wrap-anywhere">{digest}</Code>{' '}
      <CopyIcon text={digest} label={t('models.card.copyDigest')} />
    </Station>
  );
};

const Chain = ({ lineage }: { readonly lineage: ModelLineage }) => {
  const { t } = useTranslation();
  const { model, run, data, previous } = lineage;
  return (
    <ol className="lineage">
      <File artifact={model.artifact} />
      <Station title={modelName(model)}>
        <Text size="sm" fw={600}>
          {t(`models.origin.${model.origin.kind}`)}
        </Text>
        {previous && (
          <Text size="sm">
            {t('models.lineage.previous')}:{' '}
            <Anchor component={Link} to={`/models/${previous.id}`} size="sm" underline="always">
              {previous.modelVersion}
            </Anchor>
          </Text>
        )}
      </Station>
      {run && <TheRun run={run} />}
      {data.map((one) => (
        <Version key={`${one.datasetId} ${one.version}`} data={one} />
      ))}
      {data.length === 0 && (
        <Station title={t('models.lineage.data')}>
          <Text size="sm">{t(run ? 'models.lineage.sample' : 'models.lineage.none')}</Text>
        </Station>
      )}
    </ol>
  );
};

/** From the file that devices run back to the pictures that it was learned from. */
export const LineageTab = ({ model }: { readonly model: Model }) => {
  const { t } = useTranslation();
  const query = useLineage(model.id);
  return (
    <Section title={t('models.lineage.title')}>
      <Loaded query={query} skeleton={<RowsSkeleton rows={3} height={56} />}>
        {(lineage) => <Chain lineage={lineage} />}
      </Loaded>
    </Section>
  );
};
