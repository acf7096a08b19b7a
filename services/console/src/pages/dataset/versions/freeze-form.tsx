import { Button, Checkbox, Collapse, NativeSelect, NumberInput, Stack, Textarea } from '@mantine/core';
import { IconChevronDown, IconChevronUp } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { FreezeValues } from './freeze-values';
import { ShareFields } from './share-fields';

interface Props {
  readonly values: FreezeValues;
  readonly onChange: (values: FreezeValues) => void;
}

const groups = ['auto', 'together', 'apart'] as const;
const mostShuffles = 0xffff_ffff;

const More = ({ values, onChange }: Props) => {
  const { t } = useTranslation();
  return (
    <Stack gap="sm">
      <NativeSelect
        label={t('versions.freeze.group')}
        description={t('versions.freeze.groupHint')}
        value={values.group}
        data={groups.map((value) => ({ value, label: t(`versions.freeze.groups.${value}`) }))}
        onChange={(event) => {
          const group = groups.find((one) => one === event.currentTarget.value);
          if (group) onChange({ ...values, group });
        }}
      />
      <Checkbox
        label={t('versions.freeze.keepGiven')}
        checked={values.keepGiven}
        onChange={(event) => onChange({ ...values, keepGiven: event.currentTarget.checked })}
      />
      <Checkbox
        label={t('versions.freeze.fresh')}
        description={t('versions.freeze.freshHint')}
        checked={values.fresh}
        onChange={(event) => onChange({ ...values, fresh: event.currentTarget.checked })}
      />
      <NumberInput
        label={t('versions.freeze.shuffle')}
        description={t('versions.freeze.shuffleHint')}
        min={0}
        max={mostShuffles}
        allowDecimal={false}
        clampBehavior="strict"
        value={values.shuffle}
        onChange={(typed) => onChange({ ...values, shuffle: Number(typed) || 0 })}
      />
    </Stack>
  );
};

/** How what is frozen is split into parts, and what is to be said of it. */
export const FreezeForm = ({ values, onChange }: Props) => {
  const { t } = useTranslation();
  const [more, setMore] = useState(false);
  return (
    <Stack gap="sm">
      <ShareFields value={values.percent} onChange={(percent) => onChange({ ...values, percent })} />
      <Textarea
        label={t('versions.freeze.note')}
        description={t('versions.freeze.noteHint')}
        placeholder={t('field.optional')}
        maxLength={512}
        autosize
        minRows={2}
        value={values.note}
        onChange={(event) => onChange({ ...values, note: event.currentTarget.value })}
      />
      <div>
        <Button
          size="compact-sm"
          variant="subtle"
          aria-expanded={more}
          onClick={() => setMore(!more)}
          rightSection={more ? <IconChevronUp size={14} /> : <IconChevronDown size={14} />}
        >
          {t('versions.freeze.more')}
        </Button>
      </div>
      <Collapse expanded={more}>
        <More values={values} onChange={onChange} />
      </Collapse>
    </Stack>
  );
};
