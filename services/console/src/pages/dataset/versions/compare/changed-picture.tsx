import { Badge, Group, Text } from '@mantine/core';
import type { VersionChangeKind, VersionDiff } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { useShownDataset } from '../../use-shown-dataset';
import { classNames } from '../label-words';
import { LabelledPicture } from '../labelled-picture';
import './changed-picture.css';

type Change = VersionDiff['items'][number];
type Side = NonNullable<Change['before']>;

const colours = {
  added: 'teal',
  removed: 'red',
  relabelled: 'blue',
  moved: 'gray',
} as const satisfies Readonly<Record<VersionChangeKind, string>>;

interface HalfProps {
  readonly change: Change;
  readonly side: Side | null;
  readonly name: 'before' | 'after';
}

const Half = ({ change, side, name }: HalfProps) => {
  const { t } = useTranslation();
  const { schema } = useShownDataset();
  if (!side) return <span aria-hidden="true" />;
  return (
    <div>
      <Text size="xs" c="dimmed" mb={2}>
        {t(`versions.compare.${name}`)}
      </Text>
      <LabelledPicture item={change} label={side.label} names={classNames(schema)} />
    </div>
  );
};

const usePart = ({ before, after }: Change): string => {
  const { t } = useTranslation();
  const [was, is] = [before, after].map((side) => side && t(`versions.split.${side.split}`));
  if (!was || !is || was === is) return was ?? is ?? '';
  return t('versions.compare.part', { before: was, after: is });
};

/** One picture that changed: what it was and what it is. */
export const ChangedPicture = ({ change }: { readonly change: Change }) => {
  const { t } = useTranslation();
  const part = usePart(change);
  return (
    <div className="change" data-change={change.kind}>
      <Group justify="space-between" gap={6}>
        <Badge variant="light" color={colours[change.kind]} tt="none">
          {t(`versions.compare.kind.${change.kind}`)}
        </Badge>
        <Text size="xs" c="dimmed">
          {part}
        </Text>
      </Group>
      <div className="change-sides">
        <Half change={change} side={change.before} name="before" />
        <Half change={change} side={change.after} name="after" />
      </div>
    </div>
  );
};
