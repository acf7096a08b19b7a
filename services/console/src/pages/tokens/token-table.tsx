import { Button, Group, Table, Text, VisuallyHidden } from '@mantine/core';
import type { Badge, EnrolmentToken } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { DataTable } from '../../components/data-table';
import { StatusDot } from '../../components/status-badge';
import { TagList } from '../../components/tag-list';
import { TimeAgo } from '../../components/time-ago';

const dots = {
  active: 'inferencing',
  expired: 'retired',
  'used-up': 'retired',
  revoked: 'disconnected',
} as const satisfies Readonly<Record<EnrolmentToken['status'], Badge>>;

const columns = ['note', 'status', 'uses', 'expires', 'acceptance', 'target', 'issued'] as const;

const Row = ({ token, onRevoke }: { readonly token: EnrolmentToken; readonly onRevoke: () => void }) => {
  const { t } = useTranslation();
  return (
    <Table.Tr>
      <Table.Td maw={280} data-label={t('tokens.column.note')}>
        {token.note ?? (
          <Text c="dimmed" size="sm">
            {t('tokens.noNote')}
          </Text>
        )}
      </Table.Td>
      <Table.Td data-label={t('tokens.column.status')}>
        <span className="status">
          <StatusDot badge={dots[token.status]} />
          {t(`tokens.status.${token.status}`)}
        </span>
      </Table.Td>
      <Table.Td data-label={t('tokens.column.uses')}>
        {t('tokens.usesOf', { uses: token.uses, max: token.maxUses })}
      </Table.Td>
      <Table.Td data-label={t('tokens.column.expires')}>
        <TimeAgo at={token.expiresAt} />
      </Table.Td>
      <Table.Td data-label={t('tokens.column.acceptance')}>
        {t(token.autoAccept ? 'tokens.automatic' : 'tokens.byPerson')}
      </Table.Td>
      <Table.Td data-label={t('tokens.column.target')}>
        {(token.site !== null || Object.keys(token.tags).length > 0) && (
          <Group gap={6}>
            {token.site}
            <TagList tags={token.tags} limit={3} />
          </Group>
        )}
      </Table.Td>
      <Table.Td data-label={t('tokens.column.issued')}>
        <TimeAgo at={token.issuedAt} />
      </Table.Td>
      <Table.Td ta="end">
        {token.status === 'active' && (
          <Button size="compact-sm" variant="subtle" color="var(--tutti-bad)" onClick={onRevoke}>
            {t('tokens.revoke')}
          </Button>
        )}
      </Table.Td>
    </Table.Tr>
  );
};

interface Props {
  readonly tokens: readonly EnrolmentToken[];
  readonly onRevoke: (token: EnrolmentToken) => void;
}

export const TokenTable = ({ tokens, onRevoke }: Props) => {
  const { t } = useTranslation();
  const head = (
    <>
      {columns.map((column) => (
        <Table.Th key={column}>{t(`tokens.column.${column}`)}</Table.Th>
      ))}
      <Table.Th>
        <VisuallyHidden>{t('action.actions')}</VisuallyHidden>
      </Table.Th>
    </>
  );
  return (
    <DataTable caption={t('tokens.caption')} head={head} minWidth={900} stacking>
      {tokens.map((token) => (
        <Row key={token.id} token={token} onRevoke={() => onRevoke(token)} />
      ))}
    </DataTable>
  );
};
