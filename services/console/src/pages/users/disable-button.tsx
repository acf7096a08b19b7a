import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { User } from '@tutti/contracts/identity';
import { useTranslation } from 'react-i18next';
import { useChangeUser } from '../../api/users';
import { Confirm } from '../../components/confirm';
import { notifyDone } from '../../lib/notify';

const Disable = ({ user, onClose }: { readonly user: User; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const change = useChangeUser();
  const { name } = user;
  const onSuccess = (): void => {
    notifyDone(t('users.disableDone', { name }));
    onClose();
  };
  return (
    <Confirm
      title={t('users.disableTitle', { name })}
      text={t('users.disableText')}
      confirm={t('users.disable')}
      dangerous
      pending={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate({ user, change: { disabled: true } }, { onSuccess })}
      onClose={onClose}
    />
  );
};

/** Disabling is asked about; enabling is not. */
export const DisableButton = ({ user }: { readonly user: User }) => {
  const { t } = useTranslation();
  const [asking, { open, close }] = useDisclosure();
  const enable = useChangeUser();
  const onSuccess = (): void => notifyDone(t('users.enableDone', { name: user.name }));
  if (user.disabled)
    return (
      <Button
        size="compact-sm"
        variant="subtle"
        loading={enable.isPending}
        onClick={() => enable.mutate({ user, change: { disabled: false } }, { onSuccess })}
      >
        {t('users.enable')}
      </Button>
    );
  return (
    <>
      <Button size="compact-sm" variant="subtle" color="var(--tutti-bad)" onClick={open}>
        {t('users.disable')}
      </Button>
      {asking && <Disable user={user} onClose={close} />}
    </>
  );
};
