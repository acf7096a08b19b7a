import { Button, Group, Stack } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangePassword } from '../../api/sessions';
import { ProblemAlert } from '../problem-alert';
import { PasswordFields, emptyPasswords, passwordFault } from './password-fields';

interface Props {
  readonly onDone: () => void;
  /** For password managers: whose password it is. */
  readonly userName: string;
  readonly fullWidth?: boolean;
}

/** Changes one's own password. */
export const PasswordForm = ({ onDone, userName, fullWidth = false }: Props) => {
  const { t } = useTranslation();
  const [values, setValues] = useState(emptyPasswords);
  const change = useChangePassword();
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    change.mutate({ current: values.current, new: values.new }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <input type="text" name="username" autoComplete="username" value={userName} readOnly hidden />
        <PasswordFields values={values} onChange={setValues} error={change.error} />
        {change.error && <ProblemAlert error={change.error} />}
        <Group justify="flex-end">
          <Button
            type="submit"
            fullWidth={fullWidth}
            loading={change.isPending}
            disabled={values.current === '' || passwordFault(values) !== undefined}
          >
            {t('password.submit')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
