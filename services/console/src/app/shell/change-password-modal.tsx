import { useTranslation } from 'react-i18next';
import { Dialog } from '../../components/dialog';
import { useMe } from '../../api/sessions';
import { PasswordForm } from '../../components/form/password-form';
import { notifyDone } from '../../lib/notify';

export const ChangePasswordModal = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const done = (): void => {
    notifyDone(t('password.done'));
    onClose();
  };
  return (
    <Dialog onClose={onClose} title={t('password.title')}>
      <PasswordForm onDone={done} userName={me?.name ?? ''} />
    </Dialog>
  );
};
