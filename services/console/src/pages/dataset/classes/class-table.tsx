import { Anchor, Badge, Button, Group, Kbd, Table, Text, VisuallyHidden } from '@mantine/core';
import type { ShownClass } from '@tutti/contracts/datasets';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { DataTable } from '../../../components/data-table';
import { ClassDot } from '../../../components/label/class-chip';
import { useFormat } from '../../../i18n/use-format';
import { picturesPath } from '../pictures/picture-view';

export interface ClassCounts {
  /** Labelled pictures that bear the class; undefined until it is known. */
  readonly items: number | undefined;
  /** Pictures that must be labelled again because of it, or the least number of them; undefined until it is known. */
  readonly again: number | undefined;
  readonly moreAgain: boolean;
}

interface RowProps {
  readonly datasetId: string;
  readonly of: ShownClass;
  readonly counts: ClassCounts;
  /** Undefined where the reader may not. */
  readonly actions: { readonly onChange: () => void; readonly onRetire: () => void } | undefined;
}

const Pictures = ({ datasetId, of, counts }: Pick<RowProps, 'datasetId' | 'of' | 'counts'>) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { name } = of;
  const { items, again, moreAgain } = counts;
  const said = (count: number | undefined, more: boolean): string =>
    count === undefined ? t('state.none') : `${format.number(count)}${more ? '+' : ''}`;
  const link = (state: 'labelled' | 'needs-relabel', text: string, label: string) => (
    <Anchor component={Link} to={picturesPath(datasetId, { state, class: of.key })} size="sm">
      {text} <VisuallyHidden>{label}</VisuallyHidden>
    </Anchor>
  );
  return (
    <>
      <Table.Td data-label={t('classes.column.items')} className="num">
        {items
          ? link('labelled', said(items, false), t('classes.showPictures', { name }))
          : said(items, false)}
      </Table.Td>
      <Table.Td data-label={t('classes.column.again')} className="num">
        {again || moreAgain
          ? link('needs-relabel', said(again, moreAgain), t('classes.showAgain', { name }))
          : said(again, false)}
      </Table.Td>
    </>
  );
};

const Row = ({ datasetId, of, counts, actions }: RowProps) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { key, id, name, colour, shortcut, description, retired } = of;
  return (
    <Table.Tr data-class={key}>
      <Table.Td data-label={t('classes.column.name')} miw={180}>
        <Group gap={8} wrap="nowrap" align="flex-start">
          <ClassDot colour={colour} />
          <div style={{ minWidth: 0 }}>
            <Text size="sm" fw={600} className="wrap-anywhere" lh={1.1}>
              {name}{' '}
              {retired && (
                <Badge variant="default" radius="sm" tt="none" size="sm">
                  {t('classes.retired')}
                </Badge>
              )}
            </Text>
            <Text size="xs" c="dimmed" className="mono wrap-anywhere">
              {key}
            </Text>
            {description !== null && (
              <Text size="xs" c="dimmed" className="wrap-anywhere">
                {description}
              </Text>
            )}
          </div>
        </Group>
      </Table.Td>
      <Table.Td data-label={t('classes.column.shortcut')}>
        <span>{shortcut !== null && <Kbd>{shortcut}</Kbd>}</span>
      </Table.Td>
      <Table.Td data-label={t('classes.column.id')} className="num">
        {format.number(id)}
      </Table.Td>
      <Pictures datasetId={datasetId} of={of} counts={counts} />
      <Table.Td data-label={t('classes.column.actions')}>
        {actions && !retired && (
          <Group gap={6} wrap="nowrap">
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t('classes.changeOf', { name })}
              onClick={actions.onChange}
            >
              {t('classes.change')}
            </Button>
            <Button
              size="compact-sm"
              variant="default"
              aria-label={t('classes.retireOf', { name })}
              onClick={actions.onRetire}
            >
              {t('classes.retire')}
            </Button>
          </Group>
        )}
      </Table.Td>
    </Table.Tr>
  );
};

interface Props {
  readonly datasetId: string;
  readonly classes: readonly ShownClass[];
  readonly countsOf: (key: string) => ClassCounts;
  readonly mayChange: boolean;
  readonly onChange: (of: ShownClass) => void;
  readonly onRetire: (of: ShownClass) => void;
}

const columns = ['name', 'shortcut', 'id', 'items', 'again', 'actions'] as const;

/** Classes with how often they are used; retired ones at the end. */
export const ClassTable = ({ datasetId, classes, countsOf, mayChange, onChange, onRetire }: Props) => {
  const { t } = useTranslation();
  const head = columns.map((column) => <Table.Th key={column}>{t(`classes.column.${column}`)}</Table.Th>);
  const sorted = classes.toSorted((a, b) => Number(a.retired) - Number(b.retired) || a.id - b.id);
  return (
    <DataTable caption={t('classes.caption')} head={head} stacking>
      {sorted.map((of) => (
        <Row
          key={of.key}
          datasetId={datasetId}
          of={of}
          counts={countsOf(of.key)}
          actions={mayChange ? { onChange: () => onChange(of), onRetire: () => onRetire(of) } : undefined}
        />
      ))}
    </DataTable>
  );
};
