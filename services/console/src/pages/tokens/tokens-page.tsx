import { Button, Paper } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconKey, IconPlus } from '@tabler/icons-react';
import type { EnrolmentToken } from '@tutti/contracts/devices';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useRevokeToken, useTokens } from '../../api/tokens';
import { Confirm } from '../../components/confirm';
import { EmptyState } from '../../components/empty-state';
import { lazily } from '../../components/lazily';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { notifyDone } from '../../lib/notify';
import { TokenTable } from './token-table';

const CreateTokenModal = lazily(
  async () => (await import('../../components/token/create-token-modal')).CreateTokenModal,
);

const RevokeToken = ({
  token,
  onClose,
}: {
  readonly token: EnrolmentToken;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const revoke = useRevokeToken();
  const done = (): void => {
    notifyDone(t('tokens.revokeDone'));
    onClose();
  };
  return (
    <Confirm
      title={t('tokens.revokeTitle', { note: token.note ?? t('tokens.noNote') })}
      text={t('tokens.revokeText')}
      confirm={t('tokens.revoke')}
      dangerous
      pending={revoke.isPending}
      error={revoke.error}
      onConfirm={() => revoke.mutate(token, { onSuccess: done })}
      onClose={onClose}
    />
  );
};

const NoTokens = () => {
  const { t } = useTranslation();
  return (
    <Paper withBorder radius="lg">
      <EmptyState icon={<IconKey size={24} />} title={t('tokens.empty')} text={t('tokens.emptyText')} />
    </Paper>
  );
};

/** Tokens with which devices ask to join. */
export const TokensPage = () => {
  const { t } = useTranslation();
  const query = useTokens();
  const [creating, { open, close }] = useDisclosure();
  const [revoking, setRevoking] = useState<EnrolmentToken>();
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      {t('tokens.create')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('tokens.title')} text={t('tokens.text')} actions={create} />
      <Loaded query={query} skeleton={<RowsSkeleton />}>
        {(tokens) =>
          tokens.length === 0 ? <NoTokens /> : <TokenTable tokens={tokens} onRevoke={setRevoking} />
        }
      </Loaded>
      {creating && <CreateTokenModal onClose={close} />}
      {revoking && <RevokeToken token={revoking} onClose={() => setRevoking(undefined)} />}
    </>
  );
};
