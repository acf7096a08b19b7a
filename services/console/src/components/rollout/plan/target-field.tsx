import { NativeSelect, SimpleGrid, Stack, Text } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ProblemError } from '../../../api/problem-error';
import { useGroups, useRolloutTargetFields } from '../../../api/groups';
import { useFormat } from '../../../i18n/use-format';
import { FilterBox } from '../../filter/filter-box';
import { FilterBuilder } from '../../filter/filter-builder';
import { FilterFault, filterFault } from '../../filter/filter-fault';
import { ChoiceCard } from '../../training/choice-card';
import { DevicePicker } from './device-picker';
import { targetKinds, type TargetDraft } from './target-draft';

interface Props {
  readonly draft: TargetDraft;
  /** What the server says to it. */
  readonly error?: unknown;
  readonly onChange: (draft: TargetDraft) => void;
}

const examples = ['tags.line==3', 'site==seoul;tags.camera==front', 'name=like=*cam*'];

/** The filter of the target is to blame, not one of a stage. */
export const targetFault = (error: unknown): ProblemError | undefined => {
  const fault = filterFault(error);
  return fault?.problem.errors?.some(({ pointer }) => pointer.startsWith('/target')) === true
    ? fault
    : undefined;
};

const FilterTarget = ({ draft, error, onChange }: Props) => {
  const { t } = useTranslation();
  const fields = useRolloutTargetFields();
  const [building, setBuilding] = useState(true);
  const faulty = targetFault(error);
  const set = (filter: string): void => onChange({ ...draft, filter });
  return (
    <Stack gap="xs">
      <FilterBox
        of={{ fields, placeholder: examples.at(1) ?? '', examples }}
        value={draft.filter}
        faulty={faulty !== undefined}
        building={building}
        onBuild={() => setBuilding(!building)}
        onChange={set}
      />
      {faulty && <FilterFault error={faulty} filter={draft.filter} beside="" />}
      {building && <FilterBuilder fields={fields} value={draft.filter} onChange={set} />}
      {draft.filter === '' && (
        <Text size="xs" c="dimmed">
          {t('rolloutPlan.target.filter.none')}
        </Text>
      )}
    </Stack>
  );
};

const GroupTarget = ({ draft, onChange }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { data: groups = [] } = useGroups();
  return (
    <NativeSelect
      label={t('rolloutPlan.target.group.label')}
      description={groups.length === 0 ? t('rolloutPlan.target.group.none') : undefined}
      value={draft.groupId}
      data={[
        { value: '', label: t('rolloutPlan.target.group.choose') },
        ...groups.map(({ id, name, members }) => ({
          value: id,
          label: `${name} (${members === null ? t('devices.groups.broken') : format.number(members)})`,
        })),
      ]}
      onChange={(event) => onChange({ ...draft, groupId: event.currentTarget.value })}
    />
  );
};

const Detail = (props: Props) => {
  const { draft, onChange } = props;
  switch (draft.kind) {
    case 'all':
      return null;
    case 'filter':
      return <FilterTarget {...props} />;
    case 'group':
      return <GroupTarget {...props} />;
    case 'devices':
      return (
        <DevicePicker value={draft.deviceIds} onChange={(deviceIds) => onChange({ ...draft, deviceIds })} />
      );
  }
};

/** Which devices are to have the model. */
export const TargetField = (props: Props) => {
  const { t } = useTranslation();
  const { draft, onChange } = props;
  return (
    <Stack gap="sm">
      <SimpleGrid
        cols={{ base: 1, sm: 2 }}
        spacing="sm"
        role="radiogroup"
        aria-label={t('rolloutPlan.target.title')}
      >
        {targetKinds.map((kind) => (
          <ChoiceCard
            key={kind}
            name="rollout-target"
            checked={draft.kind === kind}
            title={t(`rolloutPlan.target.${kind}.title`)}
            text={t(`rolloutPlan.target.${kind}.text`)}
            onChoose={() => onChange({ ...draft, kind })}
          />
        ))}
      </SimpleGrid>
      <Detail {...props} />
    </Stack>
  );
};
