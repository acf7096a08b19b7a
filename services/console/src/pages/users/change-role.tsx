import type { Role, User } from '@tutti/contracts/identity';
import { useTranslation } from 'react-i18next';
import { useChangeUser } from '../../api/users';
import { Confirm } from '../../components/confirm';
import { notifyDone } from '../../lib/notify';

interface Props {
  readonly user: User;
  readonly to: Role;
  readonly onClose: () => void;
}

export const ChangeRole = ({ user, to, onClose }: Props) => {
  const { t } = useTranslation();
  const change = useChangeUser();
  const { name } = user;
  const role = t(`account.roles.${to}`);
  const onSuccess = (): void => {
    notifyDone(t('users.roleDone', { name, role }));
    onClose();
  };
  return (
    <Confirm
      title={t('users.roleTitle', { name })}
      text={t('users.roleText', { from: t(`account.roles.${user.role}`), to: role })}
      confirm={t('users.roleChange')}
      pending={change.isPending}
      error={change.error}
      onConfirm={() => change.mutate({ user, change: { role: to } }, { onSuccess })}
      onClose={onClose}
    />
  );
};
