import { Group, NativeSelect, Stack, Text } from '@mantine/core';
import type { DatasetVersion } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { useVersionItems } from '../../../api/dataset-versions';
import { Choice } from '../../../components/choice';
import { Loaded } from '../../../components/loaded';
import { LoadMore } from '../../../components/load-more';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { useFormat } from '../../../i18n/use-format';
import { useQueryState } from '../../../lib/use-query-state';
import { useShownDataset } from '../use-shown-dataset';
import { classesOf } from './chart-bars';
import { classNames } from './label-words';
import { LabelledPicture } from './labelled-picture';
import { splits } from './splits';

const whole = { part: '', class: '' };

const Filters = ({
  version,
  shown,
  onChange,
}: {
  readonly version: DatasetVersion;
  readonly shown: typeof whole;
  readonly onChange: (change: Partial<typeof whole>) => void;
}) => {
  const { t } = useTranslation();
  const format = useFormat();
  const names = classNames(useShownDataset().schema);
  const { counts } = version;
  return (
    <Group gap="sm" align="flex-end">
      <Choice
        label={t('versions.pictures.part')}
        value={shown.part}
        onChange={(part) => onChange({ part })}
        data={[
          { value: '', label: `${t('versions.pictures.all')} ${format.number(counts.items)}` },
          ...splits.map((split) => ({
            value: split,
            label: `${t(`versions.split.${split}`)} ${format.number(counts.splits[split] ?? 0)}`,
          })),
        ]}
      />
      <NativeSelect
        aria-label={t('versions.pictures.class')}
        value={shown.class}
        onChange={(event) => onChange({ class: event.currentTarget.value })}
        data={[
          { value: '', label: t('versions.pictures.anyClass') },
          ...classesOf(names, counts).map((key) => ({ value: key, label: names.get(key)?.name ?? key })),
        ]}
      />
    </Group>
  );
};

/** The pictures of a version with the labels that they had then, by part and class. */
export const VersionPictures = ({ version }: { readonly version: DatasetVersion }) => {
  const { t } = useTranslation();
  const { dataset, schema } = useShownDataset();
  const [shown, change] = useQueryState(whole);
  const split = splits.find((one) => one === shown.part);
  const query = useVersionItems(dataset.id, version.number, {
    ...(split ? { split } : {}),
    ...(shown.class === '' ? {} : { class: shown.class }),
  });
  const names = classNames(schema);
  return (
    <Stack gap="md">
      <Filters version={version} shown={shown} onChange={change} />
      <Loaded query={query} skeleton={<RowsSkeleton rows={3} height={112} />}>
        {({ pages }) => {
          const items = pages.flatMap((page) => page.items);
          if (items.length === 0) return <Text size="sm">{t('versions.pictures.none')}</Text>;
          return (
            <ul className="picture-grid" aria-label={t('versions.pictures.list', { number: version.number })}>
              {items.map((item) => (
                <li key={item.id}>
                  <LabelledPicture item={item} label={item.label} names={names} />
                </li>
              ))}
            </ul>
          );
        }}
      </Loaded>
      <LoadMore query={query} what="more" />
    </Stack>
  );
};
