import { Alert, Anchor, Group, Stack, Text } from '@mantine/core';
import { IconAlertTriangle } from '@tabler/icons-react';
import type { Item, ItemSource } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useDeviceLabel } from '../../../../api/names';
import { useAuthor } from '../../../../components/event/use-author';
import { Facts } from '../../../../components/facts';
import type { Classes } from '../../../../components/label/label-boxes';
import { LabelChips } from '../../../../components/label/label-chips';
import { ModelLink } from '../../../../components/model/model-link';
import { Probabilities } from '../../../../components/result/probabilities';
import { TimeAgo } from '../../../../components/time-ago';
import { useFormat } from '../../../../i18n/use-format';
import { shortId } from '../../../../lib/short';

interface Props {
  readonly item: Item;
  readonly classes: Classes;
}

/** Why somebody must look once more. */
export const Again = ({ item: { state, relabel }, classes }: Props) => {
  const { t } = useTranslation();
  if (state !== 'needs-relabel') return null;
  const text = relabel
    ? t(`pictures.item.relabel.${relabel.cause}`, {
        name: classes.get(relabel.classKey)?.name ?? relabel.classKey,
      })
    : t('pictures.item.rejected');
  return (
    <Alert
      color="yellow"
      variant="light"
      icon={<IconAlertTriangle />}
      title={t('pictures.state.needs-relabel')}
    >
      {text}
    </Alert>
  );
};

export const Stated = ({ item, classes }: Props) => {
  const { t } = useTranslation();
  const { label } = item;
  const who = useAuthor(label?.authId ?? null);
  if (!label)
    return (
      <Text size="sm" c="dimmed">
        {t('pictures.item.noLabel')}
      </Text>
    );
  return (
    <Stack gap={4}>
      <Group gap={4}>
        <LabelChips item={item} classes={classes} />
      </Group>
      <Text size="xs" c="dimmed">
        {t(`pictures.item.by.${label.by}`, { who })} · <TimeAgo at={label.at} />
        {label.reason !== null && ` · ${label.reason}`}
      </Text>
    </Stack>
  );
};

export const Predicted = ({ item: { prediction } }: { readonly item: Item }) => {
  const { t } = useTranslation();
  const format = useFormat();
  if (!prediction)
    return (
      <Text size="sm" c="dimmed">
        {t('pictures.item.noPrediction')}
      </Text>
    );
  const { model, label, score, probabilities } = prediction;
  return (
    <Stack gap="sm">
      <Group gap="xs" align="baseline">
        <Text fw={650}>{label}</Text>
        <Text size="sm" className="num">
          {format.percent(score, 1)}
        </Text>
        <ModelLink model={model} size="xs" />
      </Group>
      <Probabilities of={probabilities} />
    </Stack>
  );
};

const Source = ({ source }: { readonly source: ItemSource }) => {
  const { t } = useTranslation();
  const deviceId = source.kind === 'device' ? source.deviceId : undefined;
  const name = useDeviceLabel(deviceId);
  switch (source.kind) {
    case 'device':
      return (
        <Anchor component={Link} to={`/edges/${source.deviceId}`} size="sm">
          {t('pictures.item.sources.device', { name: name ?? shortId(source.deviceId) })}
        </Anchor>
      );
    case 'upload':
      return t('pictures.item.sources.upload');
    case 'archive':
      return t('pictures.item.sources.archive', { id: source.sourceId });
  }
};

export const ItemFacts = ({ item }: { readonly item: Item }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { fileName, width, height, bytes, source, addedAt, split, state, excludedBecause, review } = item;
  return (
    <Facts
      facts={[
        [t('pictures.item.file'), fileName],
        [t('pictures.item.size'), `${width} × ${height} · ${format.bytes(bytes)}`],
        [t('pictures.item.source'), <Source key="source" source={source} />],
        [t('pictures.item.seen'), source.kind === 'device' && format.exactTime(source.at)],
        [t('pictures.item.added'), format.exactTime(addedAt)],
        [t('pictures.item.part'), split !== null && t(`pictures.item.parts.${split}`)],
        [
          t('pictures.item.excluded'),
          state === 'excluded' && (excludedBecause ?? t('pictures.item.noReason')),
        ],
        [t('pictures.item.review'), review !== null && t(`pictures.item.reviews.${review.verdict}`)],
      ]}
    />
  );
};
