import { ActionIcon, Anchor, Autocomplete, CloseButton, Popover, Stack, Text } from '@mantine/core';
import { IconAdjustments, IconFilter, IconHelp } from '@tabler/icons-react';
import type { FilterField } from '@tutti/contracts/common';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { completionsOf } from '../../lib/filter/completions';

/** What a list can be filtered by, and how that may look. */
export interface Filterable {
  readonly fields: readonly FilterField[];
  readonly placeholder: string;
  readonly examples: readonly string[];
}

interface HelpProps {
  readonly of: Filterable;
  readonly onPick: (example: string) => void;
}

const Help = ({ of: { fields, examples }, onPick }: HelpProps) => {
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
            {t('devices.list.filterFields', { fields: fields.map(({ name }) => name).join(' ') })}
          </Text>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
};

interface Props {
  readonly of: Filterable;
  readonly value: string;
  readonly faulty: boolean;
  /** Whether the builder stands below. */
  readonly building: boolean;
  readonly onBuild: () => void;
  readonly onChange: (filter: string) => void;
}

/** A filter in RSQL; applied by Enter or by leaving the field. */
export const FilterBox = ({ of, value, faulty, building, onBuild, onChange }: Props) => {
  const { t } = useTranslation();
  const [draft, setDraft] = useState({ of: value, text: value });
  const text = draft.of === value ? draft.text : value;
  const completions = completionsOf(text, of.fields);
  const shownOf = new Map(completions.map(({ text: whole, shown }) => [whole, shown]));
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
      <Autocomplete
        aria-label={t('devices.list.filter')}
        placeholder={of.placeholder}
        classNames={{ input: 'mono' }}
        spellCheck={false}
        autoComplete="off"
        value={text}
        error={faulty}
        aria-describedby={faulty ? 'filter-fault' : undefined}
        onChange={type}
        data={completions.map(({ text: whole }) => whole)}
        filter={({ options }) => options}
        renderOption={({ option }) => (
          <span className="mono">{shownOf.get(option.value) ?? option.value}</span>
        )}
        onBlur={() => text.trim() !== value && onChange(text.trim())}
        leftSection={<IconFilter size={16} aria-hidden="true" />}
        rightSectionWidth={text === '' ? 70 : 98}
        rightSection={
          <>
            {text !== '' && (
              <CloseButton size="sm" aria-label={t('devices.list.clear')} onClick={() => onChange('')} />
            )}
            <ActionIcon
              variant={building ? 'light' : 'subtle'}
              color="gray"
              aria-label={t('devices.builder.title')}
              aria-expanded={building}
              onClick={onBuild}
            >
              <IconAdjustments size={18} />
            </ActionIcon>
            <Help of={of} onPick={onChange} />
          </>
        }
      />
    </form>
  );
};
