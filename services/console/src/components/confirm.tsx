import { Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useState, type ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from './dialog';
import { ProblemAlert } from './problem-alert';

interface Props {
  readonly title: string;
  readonly text: string;
  /** What else to know before. */
  readonly children?: ReactNode;
  readonly confirm: string;
  readonly dangerous?: boolean;
  /** There is something to wait for. */
  readonly disabled?: boolean;
  /** Asks for a reason that goes into the log. */
  readonly withReason?: boolean;
  readonly pending: boolean;
  readonly error: unknown;
  readonly onConfirm: (reason: string) => void;
  readonly onClose: () => void;
}

/** Asks before something that cannot be taken back easily. */
export const Confirm = ({ title, text, children, confirm, onConfirm, onClose, ...rest }: Props) => {
  const { t } = useTranslation();
  const [reason, setReason] = useState('');
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    onConfirm(reason.trim());
  };
  return (
    <Dialog onClose={onClose} title={title}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{text}</Text>
          {children}
          {rest.withReason === true && (
            <Textarea
              label={t('field.reason')}
              description={t('field.reasonHint')}
              placeholder={t('field.optional')}
              maxLength={256}
              autosize
              minRows={2}
              value={reason}
              onChange={(event) => setReason(event.currentTarget.value)}
            />
          )}
          {rest.error !== null && rest.error !== undefined && <ProblemAlert error={rest.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button
              type="submit"
              loading={rest.pending}
              color={rest.dangerous === true ? 'red.8' : 'ink'}
              disabled={rest.disabled === true}
              data-autofocus={rest.disabled === true ? undefined : true}
            >
              {confirm}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};
