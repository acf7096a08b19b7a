import { Text } from '@mantine/core';
import type { FilterField } from '@tutti/contracts/common';
import { useTargetFields } from '../../api/groups';
import { FilterBuilder } from '../filter/filter-builder';

interface Props {
  readonly label: string;
  /** Said when no filter is set. */
  readonly none: string;
  /** RSQL over devices. */
  readonly value: string;
  /** Those of streams when absent. */
  readonly fields?: readonly FilterField[];
  readonly onChange: (filter: string) => void;
}

/** Which devices, by their tags and the like. */
export const DeviceFilterField = ({ label, none, value, onChange, ...props }: Props) => {
  const usual = useTargetFields();
  return (
    <div role="group" aria-label={label}>
      <Text size="sm" fw={500} mb={4} aria-hidden="true">
        {label}
      </Text>
      <FilterBuilder fields={props.fields ?? usual} value={value} onChange={onChange} />
      {value === '' && (
        <Text size="xs" c="dimmed" mt={4}>
          {none}
        </Text>
      )}
    </div>
  );
};
