import { ActionIcon, Anchor, CloseButton, Popover, Stack, Text, TextInput } from '@mantine/core';
import { IconFilter, IconHelp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';

const fields =
  'name serial site description tags.<key> lifecycle connectivity runtime badge model modelVersion agentVersion lastSeenAt requestedAt registeredAt';
const examples = [
  'badge==inferencing',
  'tags.line==3;site==seoul',
  'name=like=*cam*',
  'connectivity=in=(stale,offline)',
  'lastSeenAt=lt=2026-01-01T00:00:00Z',
] as const;

const Help = ({ onPick }: { readonly onPick: (example: string) => void }) => {
  const { t } = useTranslation();
  return (
    <Popover width={360} position="bottom-end" shadow="md" withArrow trapFocus>
      <Popover.Target>
        <ActionIcon variant="subtle" color="gray" aria-label={t('devices.list.filterHelp')}>
          <IconHelp size={18} />
        </ActionIcon>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Text size="sm">{t('devices.list.filterText')}</Text>
          {examples.map((example) => (
            <Anchor
              key={example}
              component="button"
              type="button"
              size="sm"
              className="mono"
              ta="start"
              onClick={() => onPick(example)}
            >
              {example}
            </Anchor>
          ))}
          <Text size="xs" c="dimmed">
            {t('devices.list.filterFields', { fields })}
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
};

interface Props {
  readonly value: string;
  readonly faulty: boolean;
  readonly onChange: (filter: string) => void;
}

/** A filter in RSQL; applied by Enter or by leaving the field. */
export const FilterBox = ({ value, faulty, onChange }: Props) => {
  const { t } = useTranslation();
  const [draft, setDraft] = useState({ of: value, text: value });
  const text = draft.of === value ? draft.text : value;
  const type = (typed: string): void => setDraft({ of: value, text: typed });
  return (
    <form
      role="search"
      aria-label={t('devices.list.filter')}
      onSubmit={(event) => {
        event.preventDefault();
        onChange(text.trim());
      }}
    >
      <TextInput
        aria-label={t('devices.list.filter')}
        placeholder={t('devices.list.filterPlaceholder')}
        classNames={{ input: 'mono' }}
        spellCheck={false}
        autoComplete="off"
        value={text}
        error={faulty}
        aria-describedby={faulty ? 'filter-fault' : undefined}
        onChange={(event) => type(event.currentTarget.value)}
        onBlur={() => text.trim() !== value && onChange(text.trim())}
        leftSection={<IconFilter size={16} aria-hidden="true" />}
        rightSectionWidth={text === '' ? 36 : 64}
        rightSection={
          <>
            {text !== '' && (
              <CloseButton size="sm" aria-label={t('devices.list.clear')} onClick={() => onChange('')} />
            )}
            <Help onPick={onChange} />
          </>
        }
      />
    </form>
  );
};
