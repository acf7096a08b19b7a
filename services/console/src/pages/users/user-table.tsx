import { Badge, Group, NativeSelect, Table, VisuallyHidden } from '@mantine/core';
import { role as roleSchema, type Role, type User } from '@tutti/contracts/identity';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useMe } from '../../api/sessions';
import { DataTable } from '../../components/data-table';
import { StatusDot } from '../../components/status-badge';
import { TimeAgo } from '../../components/time-ago';
import { ChangeRole } from './change-role';
import { DisableButton } from './disable-button';

const columns = ['name', 'role', 'status', 'lastSignIn', 'created'] as const;

const RoleSelect = ({ user, own }: { readonly user: User; readonly own: boolean }) => {
  const { t } = useTranslation();
  const [wanted, setWanted] = useState<Role>();
  if (own) return t(`account.roles.${user.role}`);
  return (
    <>
      <NativeSelect
        size="xs"
        w={140}
        aria-label={t('users.roleOf', { name: user.name })}
        value={user.role}
        data={roleSchema.options.map((role) => ({ value: role, label: t(`account.roles.${role}`) }))}
        onChange={(event) => setWanted(roleSchema.parse(event.currentTarget.value))}
      />
      {wanted !== undefined && wanted !== user.role && (
        <ChangeRole user={user} to={wanted} onClose={() => setWanted(undefined)} />
      )}
    </>
  );
};

const Row = ({ user, own }: { readonly user: User; readonly own: boolean }) => {
  const { t } = useTranslation();
  return (
    <Table.Tr>
      <Table.Td fw={550} className="wrap-anywhere" data-label={t('users.column.name')}>
        <Group gap={8}>
          {user.name}
          {own && (
            <Badge variant="default" tt="none" fw={450} radius="sm">
              {t('users.you')}
            </Badge>
          )}
        </Group>
      </Table.Td>
      <Table.Td data-label={t('users.column.role')}>
        <RoleSelect user={user} own={own} />
      </Table.Td>
      <Table.Td data-label={t('users.column.status')}>
        <span className="status">
          <StatusDot
            badge={user.disabled ? 'disconnected' : user.mustChangePassword ? 'no-stream' : 'inferencing'}
          />
          {t(
            user.disabled ? 'users.disabled' : user.mustChangePassword ? 'users.mustChange' : 'users.active',
          )}
        </span>
      </Table.Td>
      <Table.Td data-label={t('users.column.lastSignIn')}>
        {user.lastSignedInAt === null ? t('users.never') : <TimeAgo at={user.lastSignedInAt} />}
      </Table.Td>
      <Table.Td data-label={t('users.column.created')}>
        <TimeAgo at={user.createdAt} />
      </Table.Td>
      <Table.Td ta="end">{!own && <DisableButton user={user} />}</Table.Td>
    </Table.Tr>
  );
};

export const UserTable = ({ users }: { readonly users: readonly User[] }) => {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const head = (
    <>
      {columns.map((column) => (
        <Table.Th key={column}>{t(`users.column.${column}`)}</Table.Th>
      ))}
      <Table.Th>
        <VisuallyHidden>{t('action.actions')}</VisuallyHidden>
      </Table.Th>
    </>
  );
  return (
    <DataTable caption={t('users.caption')} head={head} stacking>
      {users.map((user) => (
        <Row key={user.id} user={user} own={user.id === me?.id} />
      ))}
    </DataTable>
  );
};
