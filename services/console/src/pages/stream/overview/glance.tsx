import { Anchor, Stack, Text } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAliases } from '../../../api/models';
import { useDatasetName, useModelOf } from '../../../api/names';
import { Facts } from '../../../components/facts';
import { Section } from '../../../components/section';
import { GateList } from '../../../components/training/gate-list';
import { metricIn } from '../../../components/training/metric';
import { StreamStatusBadge } from '../../../components/training/stream-status';
import { useFormat } from '../../../i18n/use-format';
import { shortId } from '../../../lib/short';
import { LastLook } from '../trigger/last-look';
import { useTriggerWords } from '../trigger/trigger-words';
import { championAlias } from '../models/champion';
import type { ShownStream } from '../use-shown-stream';

const DatasetLink = ({ id }: { readonly id: string }) => (
  <Anchor component={Link} to={`/datasets/${id}`} size="sm" className="wrap-anywhere" display="block">
    {useDatasetName(id) ?? shortId(id)}
  </Anchor>
);

interface Props {
  readonly shown: ShownStream;
}

const Newest = ({ shown: { stream } }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { newestModelId, gate } = stream;
  const model = useModelOf(newestModelId ?? undefined);
  if (newestModelId === null) return <span>{t('stream.glance.none')}</span>;
  const value = metricIn(model?.metrics ?? null, gate.metric);
  return (
    <span className="num">
      <Anchor component={Link} to={`/models/${newestModelId}`} size="sm" underline="always">
        {model?.modelVersion ?? shortId(newestModelId)}
      </Anchor>
      {value !== undefined && ` · ${t(`models.metric.${gate.metric}`)} ${format.percent(value, 1)}`}
    </span>
  );
};

const Champion = ({ shown: { stream } }: Props) => {
  const { t } = useTranslation();
  const { data: aliases = [] } = useAliases(stream.id);
  const champion = aliases.find(({ name }) => name === championAlias);
  if (!champion) return <span>{t('stream.glance.none')}</span>;
  return (
    <Anchor component={Link} to={`/models/${champion.modelId}`} size="sm">
      {champion.modelVersion}
    </Anchor>
  );
};

const ByItself = ({ shown: { stream } }: Props) => {
  const { t } = useTranslation();
  const words = useTriggerWords();
  return (
    <Section
      title={t('stream.glance.trigger')}
      actions={
        <Anchor component={Link} to={`/streams/${stream.id}/trigger`} size="xs">
          {t('stream.glance.set')}
        </Anchor>
      }
    >
      {stream.trigger === null ? (
        <Text size="sm" c="dimmed">
          {t('stream.glance.never')}
        </Text>
      ) : (
        <Stack gap="xs">
          {words(stream.trigger).map((sentence) => (
            <Text key={sentence} size="sm">
              {sentence}
            </Text>
          ))}
          <LastLook stream={stream} />
        </Stack>
      )}
    </Section>
  );
};

/** What one wants to know before anything else. */
export const Glance = ({ shown }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { status, warningScore, datasets, gate } = shown.stream;
  return (
    <Stack gap="md">
      <Section title={t('stream.glance.title')}>
        <Facts
          facts={[
            [t('stream.glance.status'), <StreamStatusBadge key="status" status={status} />],
            [t('stream.glance.newest'), <Newest key="newest" shown={shown} />],
            [t('stream.glance.champion'), <Champion key="champion" shown={shown} />],
            [
              t('stream.glance.warning'),
              warningScore === null ? t('stream.glance.noWarning') : format.percent(warningScore, 1),
            ],
            [
              t('stream.glance.data'),
              datasets.length === 0
                ? t('stream.glance.noData')
                : datasets.map((id) => <DatasetLink key={id} id={id} />),
            ],
          ]}
        />
      </Section>
      <Section title={t('stream.glance.gate')}>
        <GateList gate={gate} />
      </Section>
      <ByItself shown={shown} />
    </Stack>
  );
};
