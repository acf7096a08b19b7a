import { ActionIcon, Button, Popover, Stack, Text, TextInput, Tooltip } from '@mantine/core';
import { IconCalendar } from '@tabler/icons-react';
import { useState, type SubmitEvent } from 'react';
import { useTranslation } from 'react-i18next';
import { fromLocalInput, toLocalInput } from './local-input';
import type { WindowControl } from './use-window';
import { spanOf } from './window';

const zone = (): string => Intl.DateTimeFormat().resolvedOptions().timeZone;

interface FormProps {
  readonly control: WindowControl;
  readonly onDone: () => void;
}

const RangeForm = ({ control, onDone }: FormProps) => {
  const { t } = useTranslation();
  const [first] = useState(() => spanOf(control.window, Date.now()));
  const [from, setFrom] = useState(toLocalInput(first[0]));
  const [to, setTo] = useState(toLocalInput(first[1]));
  const [wrong, setWrong] = useState(false);
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const [begin, end] = [fromLocalInput(from), fromLocalInput(to)];
    if (begin === undefined || end === undefined || begin >= end) return setWrong(true);
    control.show(begin, end);
    return onDone();
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="xs">
        <TextInput
          type="datetime-local"
          label={t('chart.from')}
          value={from}
          error={wrong && t('chart.order')}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label={t('chart.to')}
          value={to}
          onChange={(event) => setTo(event.currentTarget.value)}
        />
        <Text size="xs" c="dimmed">
          {t('chart.zone', { zone: zone() })}
        </Text>
        <Button type="submit" size="xs">
          {t('chart.apply')}
        </Button>
      </Stack>
    </form>
  );
};

/** Any stretch of time, by the viewer's clock. */
export const CustomRange = ({ control }: { readonly control: WindowControl }) => {
  const { t } = useTranslation();
  const [opened, setOpened] = useState(false);
  return (
    <Popover opened={opened} onChange={setOpened} width={240} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Tooltip label={t('chart.custom')} disabled={opened}>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('chart.custom')}
            onClick={() => setOpened(!opened)}
          >
            <IconCalendar size={17} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <RangeForm control={control} onDone={() => setOpened(false)} />
      </Popover.Dropdown>
    </Popover>
  );
};
