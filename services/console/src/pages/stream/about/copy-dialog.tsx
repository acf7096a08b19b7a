import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import type { Stream } from '@tutti/contracts/training';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { fieldFault } from '../../../api/problem-error';
import { useDuplicateStream } from '../../../api/streams';
import { Dialog } from '../../../components/dialog';
import { ProblemAlert } from '../../../components/problem-alert';
import { notifyDone } from '../../../lib/notify';

interface Props {
  readonly stream: Stream;
  readonly onClose: () => void;
}

/** Another stream with the same settings, and no history. */
export const CopyDialog = ({ stream, onClose }: Props) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const [name, setName] = useState(() => t('stream.about.copyName', { name: stream.name }).slice(0, 64));
  const duplicate = useDuplicateStream();
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const done = (copy: Stream): void => {
      notifyDone(t('stream.about.duplicated', { name: copy.name }));
      onClose();
      void navigate(`/streams/${copy.id}`);
    };
    duplicate.mutateAsync({ of: stream, name: name.trim() }).then(done, () => undefined);
  };
  return (
    <Dialog onClose={onClose} title={t('stream.about.duplicateTitle', { name: stream.name })}>
      <form onSubmit={submit} autoComplete="off">
        <Stack>
          <Text size="sm">{t('stream.about.duplicateText')}</Text>
          <TextInput
            label={t('stream.about.duplicateName')}
            data-autofocus
            required
            maxLength={64}
            value={name}
            error={fieldFault(duplicate.error, '/name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {duplicate.error !== null && <ProblemAlert error={duplicate.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={duplicate.isPending} disabled={name.trim() === ''}>
              {t('stream.about.duplicate')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};
