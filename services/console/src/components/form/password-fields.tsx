import { PasswordInput, Stack } from '@mantine/core';
import { newPassword } from '@tutti/contracts/identity';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { fieldFault } from '../../api/problem-error';

export interface PasswordValues {
  readonly current: string;
  readonly new: string;
  readonly repeat: string;
}

export const emptyPasswords: PasswordValues = { current: '', new: '', repeat: '' };

/** Why the values cannot be sent yet; undefined when they can. */
export const passwordFault = (values: PasswordValues): 'short' | 'mismatch' | undefined => {
  if (!newPassword.safeParse(values.new).success) return 'short';
  return values.new === values.repeat ? undefined : 'mismatch';
};

interface Props {
  readonly values: PasswordValues;
  readonly onChange: (values: PasswordValues) => void;
  readonly error: unknown;
}

/** The old password, the new one, and again. Faults show once a field was left. */
export const PasswordFields = ({ values, onChange, error }: Props) => {
  const { t } = useTranslation();
  const [left, setLeft] = useState<ReadonlySet<keyof PasswordValues>>(new Set());
  const fault = passwordFault(values);
  const field = (name: keyof PasswordValues, complaint?: string) => ({
    value: values[name],
    required: true,
    withAsterisk: false,
    onChange: (event: React.ChangeEvent<HTMLInputElement>) =>
      onChange({ ...values, [name]: event.currentTarget.value }),
    onBlur: () => setLeft(new Set([...left, name])),
    error: (left.has(name) && values[name] !== '' && complaint) || fieldFault(error, `/${name}`),
  });
  return (
    <Stack>
      <PasswordInput
        label={t('password.current')}
        autoComplete="current-password"
        data-autofocus
        {...field('current')}
      />
      <PasswordInput
        label={t('password.new')}
        description={t('password.newHint')}
        autoComplete="new-password"
        {...field('new', fault === 'short' ? t('password.short') : undefined)}
      />
      <PasswordInput
        label={t('password.repeat')}
        autoComplete="new-password"
        {...field('repeat', fault === 'mismatch' ? t('password.mismatch') : undefined)}
      />
    </Stack>
  );
};
