import { NativeSelect, SegmentedControl } from '@mantine/core';
import { useNarrow } from '../lib/use-narrow';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly data: readonly { readonly value: string; readonly label: string }[];
  readonly onChange: (value: string) => void;
}

/** One of a few, side by side; on a phone, where they do not fit, as a list. */
export const Choice = ({ label, value, data, onChange }: Props) => {
  if (useNarrow())
    return (
      <NativeSelect
        aria-label={label}
        value={value}
        data={[...data]}
        onChange={(event) => onChange(event.currentTarget.value)}
      />
    );
  return <SegmentedControl aria-label={label} value={value} data={[...data]} onChange={onChange} />;
};
