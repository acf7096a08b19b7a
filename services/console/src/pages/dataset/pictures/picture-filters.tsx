import { Group, NativeSelect, SegmentedControl, Stack } from '@mantine/core';
import type { FilterField } from '@tutti/contracts/common';
import { labelState, type LabelState } from '@tutti/contracts/datasets';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useItemFields } from '../../../api/items';
import type { ProblemError } from '../../../api/problem-error';
import { FilterBox } from '../../../components/filter/filter-box';
import { FilterBuilder } from '../../../components/filter/filter-builder';
import { FilterFault } from '../../../components/filter/filter-fault';
import { ItemState } from '../../../components/label/item-state';
import { useFormat } from '../../../i18n/use-format';
import { useShownDataset } from '../use-shown-dataset';
import {
  besideOf,
  isClassification,
  sizeNames,
  sizeOf,
  sortOf,
  sortNames,
  type PictureView,
} from './picture-view';
import '../../../components/chips.css';

interface Props {
  readonly view: PictureView;
  readonly onChange: (change: Partial<PictureView>) => void;
}

const chips: readonly LabelState[] = labelState.options;

const StateChips = ({ view, onChange }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { total, states } = useShownDataset().dataset.items;
  const chip = (state: '' | LabelState, count: number, text: React.ReactNode) => (
    <button
      key={state}
      type="button"
      className="chip"
      aria-pressed={view.state === state}
      onClick={() => onChange({ state: view.state === state ? '' : state })}
    >
      {text}
      <span className="chip-count num">{format.number(count)}</span>
    </button>
  );
  return (
    <div className="chips" role="group" aria-label={t('pictures.states')}>
      {chip('', total, t('pictures.anyState'))}
      {chips.map((state) => chip(state, states[state], <ItemState state={state} />))}
    </div>
  );
};

const Choices = ({ view, onChange }: Props) => {
  const { t } = useTranslation();
  const { schema } = useShownDataset();
  return (
    <Group gap="xs">
      <NativeSelect
        aria-label={t('pictures.class')}
        value={view.class}
        data={[
          { value: '', label: t('pictures.anyClass') },
          ...schema.classes.map(({ key, name }) => ({ value: key, label: name })),
        ]}
        onChange={(event) => onChange({ class: event.currentTarget.value })}
      />
      <NativeSelect
        aria-label={t('pictures.sort')}
        value={sortOf(view)}
        data={sortNames.map((value) => ({ value, label: t(`pictures.sorts.${value}`) }))}
        onChange={(event) => onChange({ sort: event.currentTarget.value })}
      />
      <SegmentedControl
        size="sm"
        aria-label={t('pictures.size')}
        value={sizeOf(view)}
        onChange={(size) => onChange({ size })}
        data={sizeNames.map((value) => ({ value, label: t(`pictures.sizes.${value}`) }))}
      />
    </Group>
  );
};

const examples = [
  'state==unlabelled;score=lt=0.6',
  'source==device',
  'review==accepted',
  'labelledBy==model-accepted',
  'fileName=like=*cam3*',
];

const closed: Readonly<Record<string, readonly string[]>> = {
  review: ['accepted', 'rejected'],
  labelledBy: ['person', 'import', 'model-accepted'],
};

/** The server's fields, with the values that the dataset is known to have. */
const useFields = (): readonly FilterField[] => {
  const { dataset, schema } = useShownDataset();
  const { data: fields = [] } = useItemFields(dataset.id);
  const keys = schema.classes.map(({ key }) => key);
  return fields.map((field) => {
    if (field.name === 'class')
      return { ...field, type: isClassification(dataset.task) ? 'enum' : field.type, values: keys };
    const values = closed[field.name];
    return values ? { ...field, type: 'enum', values: [...values] } : field;
  });
};

/** Which pictures are shown, in which order and how large. */
export const PictureFilters = ({
  view,
  onChange,
  fault,
}: Props & { readonly fault: ProblemError | undefined }) => {
  const { t } = useTranslation();
  const fields = useFields();
  const [building, setBuilding] = useState(false);
  return (
    <Stack gap="sm" mb="md">
      <Group gap="sm" align="flex-start">
        <div style={{ flex: '1 1 280px' }}>
          <FilterBox
            of={{ fields, placeholder: t('pictures.filterPlaceholder'), examples }}
            value={view.q}
            faulty={fault !== undefined}
            building={building}
            onBuild={() => setBuilding(!building)}
            onChange={(q) => onChange({ q })}
          />
        </div>
        <Choices view={view} onChange={onChange} />
      </Group>
      {fault && <FilterFault error={fault} filter={view.q} beside={besideOf(view)} />}
      {building && <FilterBuilder fields={fields} value={view.q} onChange={(q) => onChange({ q })} />}
      <StateChips view={view} onChange={onChange} />
    </Stack>
  );
};
