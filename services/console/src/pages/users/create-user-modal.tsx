import { Button, Group, Radio, Stack, TextInput } from '@mantine/core';
import { newPassword, role as roleSchema, userName, type Role } from '@tutti/contracts/identity';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Dialog } from '../../components/dialog';
import { fieldFault } from '../../api/problem-error';
import { useCreateUser } from '../../api/users';
import { ProblemAlert } from '../../components/problem-alert';
import { firstPassword } from '../../lib/first-password';
import { notifyDone } from '../../lib/notify';

const generate = (): string => firstPassword((bytes) => crypto.getRandomValues(bytes));

const RoleField = ({ role, onChange }: { readonly role: Role; readonly onChange: (role: Role) => void }) => {
  const { t } = useTranslation();
  return (
    <Radio.Group label={t('users.role')} value={role} onChange={(value) => onChange(roleSchema.parse(value))}>
      <Stack gap="xs" mt="xs">
        {roleSchema.options.map((one) => (
          <Radio
            key={one}
            value={one}
            label={t(`account.roles.${one}`)}
            description={t(`users.roleHints.${one}`)}
          />
        ))}
      </Stack>
    </Radio.Group>
  );
};

interface PasswordProps {
  readonly password: string;
  readonly fault: string | undefined;
  readonly onChange: (password: string) => void;
}

/** Shown as text: it is to be handed over, and lasts until the first sign-in. */
const FirstPasswordField = ({ password, fault, onChange }: PasswordProps) => {
  const { t } = useTranslation();
  return (
    <TextInput
      label={t('users.password')}
      description={t('users.passwordHint')}
      required
      maxLength={256}
      autoComplete="off"
      classNames={{ input: 'mono' }}
      value={password}
      error={fault}
      onChange={(event) => onChange(event.currentTarget.value)}
      rightSectionWidth={116}
      rightSection={
        <Button size="compact-xs" variant="light" onClick={() => onChange(generate())}>
          {t('users.generate')}
        </Button>
      }
    />
  );
};

/** A new account with its first password. */
export const CreateUserModal = ({ onClose }: { readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [role, setRole] = useState<Role>('user');
  const [password, setPassword] = useState('');
  const create = useCreateUser();
  const badName = name !== '' && !userName.safeParse(name).success;
  const complete = userName.safeParse(name).success && newPassword.safeParse(password).success;
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const onSuccess = (): void => {
      notifyDone(t('users.done', { name: name.trim() }));
      onClose();
    };
    create.mutate({ name: name.trim(), role, password }, { onSuccess });
  };
  return (
    <Dialog onClose={onClose} title={t('users.create')}>
      <form onSubmit={submit} autoComplete="off">
        <Stack>
          <TextInput
            label={t('users.name')}
            required
            data-autofocus
            autoCapitalize="none"
            maxLength={64}
            value={name}
            error={badName ? t('users.badName') : fieldFault(create.error, '/name')}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <RoleField role={role} onChange={setRole} />
          <FirstPasswordField
            password={password}
            fault={fieldFault(create.error, '/password')}
            onChange={setPassword}
          />
          {create.error && <ProblemAlert error={create.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" loading={create.isPending} disabled={!complete}>
              {t('action.create')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};
