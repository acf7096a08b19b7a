import { Button, PasswordInput, Stack, Text, TextInput } from '@mantine/core';
import type { Channel } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';
import { fieldFault } from '../../../api/problem-error';
import { firstPassword } from '../../../lib/first-password';
import { needsSecret, type ChannelDraft } from './channel-draft';
import { KindHelp } from './kind-help';

interface Props {
  readonly draft: ChannelDraft;
  readonly onChange: (draft: ChannelDraft) => void;
  readonly channel?: Channel;
  readonly error: unknown;
}

const generate = (): string => {
  const some = (): string => firstPassword((bytes) => crypto.getRandomValues(bytes));
  return `${some()}-${some()}`;
};

/** Write-only: what is kept is never shown. */
const SecretField = ({ draft, onChange, channel, error }: Props) => {
  const { t } = useTranslation();
  const kind = draft.kind === 'summary-server' ? draft.kind : 'webhook';
  return (
    <Stack gap={6} align="stretch">
      <PasswordInput
        label={t(`channels.form.secret.${kind}`)}
        description={channel ? t('channels.form.secretKept') : t(`channels.form.secretHint.${kind}`)}
        autoComplete="new-password"
        required={!channel}
        maxLength={512}
        value={draft.secret}
        error={fieldFault(error, '/secret')}
        onChange={(event) => onChange({ ...draft, secret: event.currentTarget.value })}
      />
      {kind === 'webhook' && (
        <Button
          size="compact-sm"
          variant="subtle"
          style={{ alignSelf: 'flex-start' }}
          onClick={() => onChange({ ...draft, secret: generate() })}
        >
          {t('channels.form.generate')}
        </Button>
      )}
    </Stack>
  );
};

/** http is for this machine alone; the server says so. */
const isAddress = (text: string): boolean => /^https?:\/\/\S+$/.test(text.trim());

/** Write-only like the secret. */
const AddressFields = (props: Props) => {
  const { t } = useTranslation();
  const { draft, onChange, channel, error } = props;
  const bad = draft.address !== '' && !isAddress(draft.address);
  return (
    <>
      <TextInput
        label={t('channels.form.address')}
        description={
          channel
            ? t('channels.form.addressKept', { shown: channel.shownAs })
            : t('channels.form.addressSecret')
        }
        required={!channel}
        type="text"
        inputMode="url"
        autoComplete="off"
        spellCheck={false}
        maxLength={2048}
        value={draft.address}
        error={bad ? t('channels.form.badAddress') : fieldFault(error, '/address')}
        onChange={(event) => onChange({ ...draft, address: event.currentTarget.value })}
      />
      {needsSecret(draft.kind) && <SecretField {...props} />}
      <KindHelp kind={draft.kind} />
    </>
  );
};

/** What it is called and, unless the environment says so, where it is. */
export const WhereFields = (props: Props) => {
  const { t } = useTranslation();
  const { draft, onChange, channel, error } = props;
  return (
    <Stack>
      <TextInput
        label={t('channels.form.name')}
        description={t('channels.form.nameHint')}
        required
        data-autofocus
        maxLength={64}
        value={draft.name}
        error={fieldFault(error, '/name')}
        onChange={(event) => onChange({ ...draft, name: event.currentTarget.value })}
      />
      {channel?.fromEnvironment === true ? (
        <Text size="sm" c="dimmed">
          {t('channels.fromEnvironmentText')}
        </Text>
      ) : (
        <AddressFields {...props} />
      )}
    </Stack>
  );
};
