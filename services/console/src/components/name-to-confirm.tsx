import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog';
import { ProblemAlert } from './problem-alert';

interface Props {
  readonly name: string;
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly pending: boolean;
  readonly error: unknown;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}

/** Before something ends for good: only whoever types its name means it. */
export const NameToConfirm = ({ name, title, text, confirm, onConfirm, onClose, ...rest }: Props) => {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onConfirm();
  };
  return (
    <Dialog onClose={onClose} title={title}>
      <form onSubmit={submit} autoComplete="off">
        <Stack>
          <Text size="sm">{text}</Text>
          <TextInput
            label={t('action.typeName', { name })}
            data-autofocus
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
          />
          {rest.error !== null && rest.error !== undefined && <ProblemAlert error={rest.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" color="red.8" loading={rest.pending} disabled={typed.trim() !== name}>
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};
