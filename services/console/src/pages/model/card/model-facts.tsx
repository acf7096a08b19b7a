import { Anchor, Badge, Group, Text } from '@mantine/core';
import type { Model } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { signatureUrl } from '../../../api/models';
import { CopyIcon } from '../../../components/copy-button';
import { Digest } from '../../../components/digest';
import { DownloadButton } from '../../../components/download-button';
import { useAuthor } from '../../../components/event/use-author';
import { Facts } from '../../../components/facts';
import { chosenVariant } from '../../../components/model/chosen-variant';
import { Section } from '../../../components/section';
import { useFormat } from '../../../i18n/use-format';

const labelsShown = 24;

const Labels = ({ labels }: Pick<Model, 'labels'>) => {
  const { t } = useTranslation();
  if (labels.length === 0) return null;
  const more = labels.length - labelsShown;
  return (
    <Group gap={4}>
      {labels.slice(0, labelsShown).map(({ key, name }) => (
        <Badge key={key} variant="default" radius="sm" tt="none" fw={500}>
          {name}
        </Badge>
      ))}
      {more > 0 && <Text size="sm">{t('models.card.labelsMore', { count: more })}</Text>}
    </Group>
  );
};

const Signature = ({ model: { id, signed } }: { readonly model: Model }) => {
  const { t } = useTranslation();
  if (signed === null) return t('models.card.unsigned');
  return (
    <Group gap="xs">
      <span data-signed>
        {t('models.card.signed', { key: signed.keyId.slice(0, 10) })}{' '}
        <CopyIcon text={signed.keyId} label={t('models.card.copyKey')} />
      </span>
      <DownloadButton href={signatureUrl(id)}>{t('models.actions.signature')}</DownloadButton>
    </Group>
  );
};

const Origin = ({ model: { origin } }: { readonly model: Model }) => {
  const { t } = useTranslation();
  const word = t(`models.origin.${origin.kind}`);
  switch (origin.kind) {
    case 'run':
      return (
        <Anchor component={Link} to={`/runs/${origin.runId}`} size="sm">
          {word}
        </Anchor>
      );
    case 'import':
      return origin.fileName === undefined ? word : `${word}: ${origin.fileName}`;
    case 'ready-made':
      return `${word}: ${origin.source} (${origin.licence})`;
    default:
      return origin satisfies never;
  }
};

/** What the model is, by name, number and digest. */
export const ModelFacts = ({ model }: { readonly model: Model }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { modelVersion, streamId, name, solution, task, artifact, createdAt, description, labels } = model;
  const who = useAuthor(model.createdBy);
  const latency = chosenVariant(model)?.latency;
  return (
    <Section title={t('models.card.title')}>
      <Facts
        facts={[
          [t('models.card.version'), modelVersion],
          [
            t('models.card.stream'),
            streamId !== null && (
              <Anchor key="stream" component={Link} to={`/streams/${streamId}`} size="sm">
                {name}
              </Anchor>
            ),
          ],
          [t('models.card.solution'), solution && t('runs.facts.solutionValue', { ...solution })],
          [t('models.card.task'), t(`models.task.${task}`)],
          [t('models.card.origin'), <Origin key="origin" model={model} />],
          [t('models.card.size'), format.bytes(artifact.bytes)],
          [
            t('models.card.latency'),
            latency &&
              t('models.card.latencyValue', {
                p50: format.milliseconds(latency.p50Ms),
                p95: format.milliseconds(latency.p95Ms),
                count: latency.threads,
              }),
          ],
          [
            t('models.card.digest'),
            <Digest key="digest" digest={artifact.digest} copy={t('models.card.copyDigest')} />,
          ],
          [t('models.card.signature'), <Signature key="signature" model={model} />],
          [t('models.card.made'), `${format.exactTime(createdAt)}, ${t('models.by', { who })}`],
          [t('models.card.description'), description],
          [t('models.card.labels'), labels.length > 0 && <Labels key="labels" labels={labels} />],
        ]}
      />
    </Section>
  );
};
