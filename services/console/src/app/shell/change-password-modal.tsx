import { Modal } from '@mantine/core';
import { useTranslation } from 'react-i18next';
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
    <Modal
      opened
      onClose={onClose}
      title={t('password.title')}
      centered
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <PasswordForm onDone={done} userName={me?.name ?? ''} />
    </Modal>
  );
};
