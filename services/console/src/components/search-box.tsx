import { CloseButton, Kbd, TextInput } from '@mantine/core';
import { IconSearch } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';

interface Props {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}

/** The page's search: the key `/` leads here. */
export const SearchBox = ({ label, value, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <TextInput
      type="search"
      data-search
      aria-label={label}
      aria-keyshortcuts="/"
      placeholder={label}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
      leftSection={<IconSearch size={16} aria-hidden="true" />}
      rightSection={
        value === '' ? (
          <Kbd size="xs" visibleFrom="sm" aria-hidden="true" title={t('search.hint')}>
            /
          </Kbd>
        ) : (
          <CloseButton size="sm" aria-label={t('devices.list.clear')} onClick={() => onChange('')} />
        )
      }
    />
  );
};
