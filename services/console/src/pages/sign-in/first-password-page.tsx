import { Anchor, Center } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { useSignOut } from '../../api/sessions';
import { PasswordForm } from '../../components/form/password-form';
import { useNotifyProblem } from '../../components/use-notify-problem';
import { notifyDone } from '../../lib/notify';
import { Entrance } from './entrance';

/** Who signed in with a one-time password goes no further than here. */
export const FirstPasswordPage = ({ name }: { readonly name: string }) => {
  const { t } = useTranslation();
  const signOut = useSignOut();
  const failed = useNotifyProblem();
  const leave = (): void => signOut.mutate(undefined, { onError: failed });
  return (
    <Entrance title={t('password.firstTitle')} text={t('password.firstText')}>
      <PasswordForm userName={name} fullWidth onDone={() => notifyDone(t('password.done'))} />
      <Center mt="md">
        <Anchor component="button" type="button" size="sm" onClick={leave}>
          {t('account.signOut')}
        </Anchor>
      </Center>
    </Entrance>
  );
};
