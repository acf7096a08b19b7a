import { MultiSelect, NativeSelect, TagsInput, TextInput } from '@mantine/core';
import type { FilterField } from '@tutti/contracts/common';
import { useTranslation } from 'react-i18next';
import { fromLocalInput, toLocalInput } from '../chart/local-input';
import { takesSeveral, type FilterRow } from '../../lib/filter/filter-rows';

interface Props {
  readonly row: FilterRow;
  readonly field: FilterField | undefined;
  readonly onChange: (values: readonly string[]) => void;
}

/** Offers what the field can be, where that is known. */
const offered = (field: FilterField | undefined, { key }: FilterRow): readonly string[] =>
  field && key === '' ? field.values : [];

const Several = ({ row, field, onChange }: Props) => {
  const { t } = useTranslation();
  const label = t('devices.builder.value');
  const data = [...new Set([...offered(field, row), ...row.values])];
  const isClosed = field?.type === 'enum' || field?.type === 'group';
  return isClosed ? (
    <MultiSelect aria-label={label} value={[...row.values]} data={data} searchable onChange={onChange} />
  ) : (
    <TagsInput
      aria-label={label}
      value={[...row.values]}
      data={[...offered(field, row)]}
      placeholder={t('devices.builder.several')}
      onChange={onChange}
    />
  );
};

const Time = ({ value, onChange }: { readonly value: string; readonly onChange: (to: string) => void }) => {
  const { t } = useTranslation();
  const ms = fromLocalInput(value);
  return (
    <TextInput
      type="datetime-local"
      aria-label={t('devices.builder.value')}
      value={ms === undefined ? '' : toLocalInput(ms)}
      onChange={(event) => {
        const to = fromLocalInput(event.currentTarget.value);
        onChange(to === undefined ? '' : new Date(to).toISOString());
      }}
    />
  );
};

interface OneProps {
  readonly props: Props;
  readonly value: string;
}

const Choice = ({ props: { row, field, onChange }, value }: OneProps) => {
  const { t } = useTranslation();
  return (
    <NativeSelect
      aria-label={t('devices.builder.value')}
      value={value}
      data={[...new Set(['', ...offered(field, row), value])]}
      onChange={(event) => onChange([event.currentTarget.value])}
    />
  );
};

const Typed = ({ props: { row, field, onChange }, value }: OneProps) => {
  const { t } = useTranslation();
  return (
    <TextInput
      aria-label={t('devices.builder.value')}
      value={value}
      placeholder={row.operator === '=like=' ? '*…*' : ''}
      {...(offered(field, row).length > 0 ? { list: 'filter-tag-keys' } : {})}
      inputMode={field?.type === 'number' ? 'decimal' : 'text'}
      onChange={(event) => onChange([event.currentTarget.value])}
    />
  );
};

/** The value of a condition, in the shape that its field has. */
export const FilterValue = (props: Props) => {
  const { row, field, onChange } = props;
  if (takesSeveral(row.operator)) return <Several {...props} />;
  const [value = ''] = row.values;
  switch (field?.type) {
    case 'enum':
    case 'group':
      return <Choice props={props} value={value} />;
    case 'time':
      return <Time value={value} onChange={(to) => onChange([to])} />;
    default:
      return <Typed props={props} value={value} />;
  }
};
