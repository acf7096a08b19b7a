import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignIn } from '../../api/sessions';
import { ProblemAlert } from '../../components/problem-alert';

export const SignInForm = ({ onDone }: { readonly onDone: () => void }) => {
  const { t } = useTranslation();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useSignIn();
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    signIn.mutate({ name: name.trim(), password }, { onSuccess: onDone });
  };
  return (
    <form onSubmit={submit}>
      <Stack>
        <TextInput
          label={t('signIn.name')}
          name="username"
          autoComplete="username"
          autoCapitalize="none"
          spellCheck={false}
          autoFocus
          required
          withAsterisk={false}
          maxLength={64}
          value={name}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('signIn.password')}
          name="password"
          autoComplete="current-password"
          required
          withAsterisk={false}
          maxLength={256}
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
        />
        {signIn.error && <ProblemAlert error={signIn.error} />}
        <Button type="submit" fullWidth mt="xs" loading={signIn.isPending}>
          {t('signIn.submit')}
        </Button>
        <Text size="xs" c="dimmed" ta="center">
          {t('signIn.hint')}
        </Text>
      </Stack>
    </form>
  );
};
