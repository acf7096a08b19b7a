import { ActionIcon, Button, Group, NativeSelect, Paper, Stack, Text, TextInput } from '@mantine/core';
import { IconPlus, IconTrash } from '@tabler/icons-react';
import type { FilterField } from '@tutti/contracts/common';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { rowsOf, takesSeveral, textOf, type FilterRow } from '../../lib/filter/filter-rows';
import { FilterValue } from './filter-value';
import './filter-builder.css';

interface RowProps {
  readonly row: FilterRow;
  readonly fields: readonly FilterField[];
  readonly onChange: (row: FilterRow) => void;
  readonly onRemove: () => void;
}

const isOperator = (text: string): text is keyof typeof operatorNames => Object.hasOwn(operatorNames, text);
const operatorNames = {
  '==': 'is',
  '!=': 'isNot',
  '=in=': 'isOneOf',
  '=out=': 'isNoneOf',
  '=like=': 'looksLike',
  '=lt=': 'less',
  '=le=': 'atMost',
  '=gt=': 'more',
  '=ge=': 'atLeast',
} as const;

/** A key of a tag that has none stands for "has this tag": it takes other operators. */
const operatorsFor = ({ type, operators }: FilterField, key: string): readonly string[] =>
  type === 'tags' && key === '' ? operators.filter((one) => one !== '=like=') : operators;

const Row = ({ row, fields, onChange, onRemove }: RowProps) => {
  const { t } = useTranslation();
  const field = fields.find(({ name }) => name === row.field);
  const label = (operator: string): string =>
    isOperator(operator) ? t(`devices.builder.${operatorNames[operator]}`) : operator;
  return (
    <div className="filter-row" role="group" aria-label={t('devices.builder.condition')}>
      <NativeSelect
        aria-label={t('devices.builder.field')}
        value={row.field}
        data={fields.map(({ name }) => name)}
        onChange={(event) =>
          onChange({ field: event.currentTarget.value, key: '', operator: '==', values: [''] })
        }
      />
      {field?.type === 'tags' && (
        <TextInput
          aria-label={t('devices.builder.tag')}
          placeholder={t('devices.builder.anyTag')}
          list="filter-tag-keys"
          value={row.key}
          onChange={(event) => onChange({ ...row, key: event.currentTarget.value.trim() })}
        />
      )}
      <NativeSelect
        aria-label={t('devices.builder.operator')}
        value={row.operator}
        data={operatorsFor(field ?? { name: '', type: 'string', operators: ['=='], values: [] }, row.key).map(
          (value) => ({ value, label: label(value) }),
        )}
        onChange={(event) => {
          const operator = event.currentTarget.value;
          const values = takesSeveral(operator) ? row.values.filter(Boolean) : [row.values[0] ?? ''];
          onChange({ ...row, operator, values });
        }}
      />
      <FilterValue row={row} field={field} onChange={(values) => onChange({ ...row, values })} />
      <ActionIcon variant="subtle" color="gray" aria-label={t('devices.builder.remove')} onClick={onRemove}>
        <IconTrash size={16} />
      </ActionIcon>
    </div>
  );
};

interface Props {
  readonly fields: readonly FilterField[];
  readonly value: string;
  readonly onChange: (filter: string) => void;
}

/** A filter put together by choosing; what it says is the text of the filter box, both ways. */
export const FilterBuilder = ({ fields, value, onChange }: Props) => {
  const { t } = useTranslation();
  const [draft, setDraft] = useState<{ readonly of: string; readonly rows: readonly FilterRow[] }>();
  const rows = draft?.of === value ? draft.rows : rowsOf(value);
  const set = (next: readonly FilterRow[]): void => {
    const text = textOf(next);
    setDraft({ of: text, rows: next });
    if (text !== value) onChange(text);
  };
  if (!rows)
    return (
      <Paper withBorder radius="lg" p="md">
        <Text size="sm">{t('devices.builder.tooRich')}</Text>
      </Paper>
    );
  const add = (): void =>
    set([...rows, { field: fields[0]?.name ?? 'name', key: '', operator: '==', values: [''] }]);
  const keys = fields.find(({ type }) => type === 'tags')?.values ?? [];
  return (
    <Paper withBorder radius="lg" p="md" component="section" aria-label={t('devices.builder.title')}>
      <datalist id="filter-tag-keys">
        {keys.map((key) => (
          <option key={key} value={key} />
        ))}
      </datalist>
      <Stack gap="xs">
        {rows.map((row, index) => (
          <Row
            key={index}
            row={row}
            fields={fields}
            onChange={(next) => set(rows.with(index, next))}
            onRemove={() => set(rows.toSpliced(index, 1))}
          />
        ))}
        <Group justify="space-between">
          <Button size="xs" variant="default" leftSection={<IconPlus size={14} />} onClick={add}>
            {t('devices.builder.add')}
          </Button>
          <Text size="xs" c="dimmed">
            {t('devices.builder.all')}
          </Text>
        </Group>
      </Stack>
    </Paper>
  );
};
