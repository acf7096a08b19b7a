import { Alert, Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconEyeExclamation } from '@tabler/icons-react';
import { workspaceName } from '@tutti/contracts/summary';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAddWorkspace, useRekeyWorkspace, useRemoveWorkspace } from '../../api/workspaces';
import { CodeLine } from '../../components/code-line';
import { Confirm } from '../../components/confirm';
import { Dialog } from '../../components/dialog';
import { ProblemAlert } from '../../components/problem-alert';
import { notifyDone } from '../../lib/notify';

interface Shown {
  readonly name: string;
  readonly key: string;
}

/** The one time that a key is seen. */
const ShownKey = ({
  shown: { name, key },
  onClose,
}: {
  readonly shown: Shown;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  return (
    <Dialog
      title={t('workspaces.key.title', { name })}
      size="lg"
      closeOnClickOutside={false}
      onClose={onClose}
    >
      <Stack>
        <Alert color="yellow" variant="light" icon={<IconEyeExclamation />} role="status">
          {t('workspaces.key.once')}
        </Alert>
        <CodeLine label={t('workspaces.key.key')} copyLabel={t('workspaces.key.copyKey')} text={key} />
        <CodeLine
          label={t('workspaces.key.address')}
          copyLabel={t('workspaces.key.copyAddress')}
          text={window.location.origin}
        />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t('action.close')}</Button>
        </Group>
      </Stack>
    </Dialog>
  );
};

/** Asks for the name, then shows the key, once. */
export const AddWorkspace = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const add = useAddWorkspace();
  const [name, setName] = useState('');
  if (add.data) return <ShownKey shown={add.data} onClose={onClose} />;
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    add.mutate(name.trim());
  };
  return (
    <Dialog title={t('workspaces.add.title')} onClose={onClose}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{t('workspaces.add.text')}</Text>
          <TextInput
            label={t('workspaces.add.name')}
            description={t('workspaces.add.nameHint')}
            data-autofocus
            required
            maxLength={63}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {add.error && <ProblemAlert error={add.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button
              type="submit"
              loading={add.isPending}
              disabled={!workspaceName.safeParse(name.trim()).success}
            >
              {t('workspaces.add.go')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};

interface OfOne {
  readonly name: string;
  readonly onClose: () => void;
}

export const RenewKey = ({ name, onClose }: OfOne) => {
  const { t } = useTranslation();
  const renew = useRekeyWorkspace();
  if (renew.data) return <ShownKey shown={renew.data} onClose={onClose} />;
  return (
    <Confirm
      title={t('workspaces.key.renewTitle', { name })}
      text={t('workspaces.key.renewText')}
      confirm={t('workspaces.key.renew')}
      dangerous
      pending={renew.isPending}
      error={renew.error}
      onConfirm={() => renew.mutate(name)}
      onClose={onClose}
    />
  );
};

interface RemoveProps extends OfOne {
  readonly onRemoved: () => void;
}

export const RemoveWorkspace = ({ name, onClose, onRemoved }: RemoveProps) => {
  const { t } = useTranslation();
  const remove = useRemoveWorkspace();
  const done = (): void => {
    notifyDone(t('workspaces.remove.done', { name }));
    onRemoved();
  };
  return (
    <Confirm
      title={t('workspaces.remove.title', { name })}
      text={t('workspaces.remove.text')}
      confirm={t('workspaces.remove.open')}
      dangerous
      withReason
      pending={remove.isPending}
      error={remove.error}
      onConfirm={(reason) => void remove.mutateAsync({ name, reason }).then(done, () => undefined)}
      onClose={onClose}
    />
  );
};
