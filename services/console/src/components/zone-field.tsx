import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { allZones } from '../lib/calendar';

interface Props {
  readonly value: string;
  readonly onChange: (zone: string) => void;
}

/** By which clock a time is meant. */
export const ZoneField = ({ value, onChange }: Props) => (
  <Select
    label={useTranslation().t('trigger.zone')}
    searchable
    allowDeselect={false}
    limit={100}
    value={value}
    data={[...allZones()]}
    onChange={(zone) => onChange(zone ?? value)}
  />
);
