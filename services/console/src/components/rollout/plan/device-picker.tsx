import { MultiSelect } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useDevices } from '../../../api/devices';
import { useDeviceLabels } from '../../../api/names';
import { hasName } from '../../../lib/has-name';
import { allOf, searchFilter } from '../../../lib/rsql';
import { shortId, shortSerial } from '../../../lib/short';

interface Props {
  readonly value: readonly string[];
  readonly onChange: (deviceIds: readonly string[]) => void;
}

/** Devices one by one, found by name, serial number or site. */
export const DevicePicker = ({ value, onChange }: Props) => {
  const { t } = useTranslation();
  const [search, setSearch] = useState('');
  const [wanted] = useDebouncedValue(search.trim(), 200);
  const { data } = useDevices({
    q: allOf(['lifecycle==registered', searchFilter(wanted)]),
    sort: 'name:ASC',
  });
  const labels = useDeviceLabels(value);
  const chosen = value.map((id, index) => ({ value: id, label: labels[index] ?? shortId(id) }));
  const found = (data?.pages ?? [])
    .flatMap(({ items }) => items)
    .filter(({ id }) => !value.includes(id))
    .map((device) => ({
      value: device.id,
      label: hasName(device) ? device.name : shortSerial(device.serial),
    }));
  return (
    <MultiSelect
      label={t('rolloutPlan.target.devices.label')}
      placeholder={t('rolloutPlan.target.devices.placeholder')}
      nothingFoundMessage={t('rolloutPlan.target.devices.nothing')}
      searchable
      hidePickedOptions
      maxValues={1000}
      maxDropdownHeight={280}
      value={[...value]}
      data={[...chosen, ...found]}
      // The server has searched already.
      filter={({ options }) => options}
      searchValue={search}
      onSearchChange={setSearch}
      onChange={onChange}
    />
  );
};
