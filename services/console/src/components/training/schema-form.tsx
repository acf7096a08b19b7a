import { NumberInput, Select, Stack, Switch, Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { usePhrase } from '../../i18n/server-words';
import { faultOf, valueText, type Draft } from './schema-draft';
import type { NumberField, SchemaField } from './schema-fields';

interface FieldProps<Field = SchemaField> {
  readonly field: Field;
  readonly value: Draft[string];
  readonly onChange: (value: Draft[string]) => void;
}

/** Between which numbers, in words. */
export const useRange = (): ((field: NumberField) => string) => {
  const { t } = useTranslation();
  const { number } = useFormat();
  const say = (value: number): string => number(value, 6);
  return ({ min, max, whole, open }) => {
    const kind = whole ? 'whole' : 'any';
    const from = min === undefined ? '' : say(min);
    const to = max === undefined ? '' : say(max);
    const bounds = [
      ...(min === undefined ? [] : [t(open.min ? 'training.range.above' : 'training.range.from', { from })]),
      ...(max === undefined ? [] : [t(open.max ? 'training.range.below' : 'training.range.to', { to })]),
    ];
    return [t(`training.range.${kind}`), ...bounds].join(' ');
  };
};

const useTexts = ({ field, value }: Pick<FieldProps, 'field' | 'value'>) => {
  const { t } = useTranslation();
  const phrase = usePhrase();
  const range = useRange();
  const usual = valueText(field, field.usual);
  const fault = faultOf(field, value);
  const description = [
    ...(field.description === undefined ? [] : [phrase(field.description)]),
    ...(field.kind === 'number' ? [`${range(field)}.`] : []),
    ...(usual === undefined || field.kind === 'switch' ? [] : [t('training.usual', { value: usual })]),
  ].join(' ');
  return {
    label: phrase(field.title),
    description: description === '' ? undefined : description,
    error: fault && t(`training.fault.${fault}`),
    required: field.required && field.usual === undefined,
  };
};

/** About a hundredth of what there is to choose from. */
const stepOf = ({ whole, min = 0, max }: NumberField): number =>
  whole || max === undefined ? 1 : 10 ** (Math.floor(Math.log10(max - min)) - 2);

const NumberEntry = ({ field, value, onChange }: FieldProps<NumberField>) => (
  <NumberInput
    {...useTexts({ field, value })}
    value={typeof value === 'boolean' ? '' : value}
    allowDecimal={!field.whole}
    clampBehavior="none"
    {...(field.min === undefined ? {} : { min: field.min })}
    {...(field.max === undefined ? {} : { max: field.max })}
    step={stepOf(field)}
    onChange={onChange}
  />
);

const Entry = (props: FieldProps) => {
  const { field, value, onChange } = props;
  const texts = useTexts(props);
  switch (field.kind) {
    case 'number':
      return <NumberEntry field={field} value={value} onChange={onChange} />;
    case 'choice':
      return (
        <Select
          {...texts}
          allowDeselect={false}
          value={value === '' ? null : String(value)}
          data={field.options.map(({ label }, index) => ({ value: String(index), label }))}
          onChange={(chosen) => onChange(chosen ?? '')}
        />
      );
    case 'switch':
      return (
        <Switch
          label={texts.label}
          description={texts.description}
          checked={value === true}
          onChange={(event) => onChange(event.currentTarget.checked)}
        />
      );
    case 'text':
      return (
        <TextInput
          {...texts}
          value={String(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
    case 'json':
      return (
        <Textarea
          {...texts}
          autosize
          minRows={2}
          classNames={{ input: 'mono' }}
          spellCheck={false}
          value={String(value)}
          onChange={(event) => onChange(event.currentTarget.value)}
        />
      );
  }
};

interface Props {
  readonly fields: readonly SchemaField[];
  readonly draft: Draft;
  readonly onChange: (draft: Draft) => void;
}

/** The parameters of a solution, as its JSON Schema describes them. */
export const SchemaForm = ({ fields, draft, onChange }: Props) => (
  <Stack gap="md">
    {fields.map((field) => (
      <Entry
        key={field.key}
        field={field}
        value={draft[field.key] ?? ''}
        onChange={(value) => onChange({ ...draft, [field.key]: value })}
      />
    ))}
  </Stack>
);
