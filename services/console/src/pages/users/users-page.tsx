import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconLock, IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { usePermissions } from '../../api/use-permissions';
import { useUsers } from '../../api/users';
import { EmptyState } from '../../components/empty-state';
import { Loaded } from '../../components/loaded';
import { PageHeader } from '../../components/page-header';
import { RowsSkeleton } from '../../components/rows-skeleton';
import { CreateUserModal } from './create-user-modal';
import { UserTable } from './user-table';

const Shown = () => {
  const { t } = useTranslation();
  const query = useUsers();
  const [creating, { open, close }] = useDisclosure();
  const create = (
    <Button leftSection={<IconPlus size={16} />} onClick={open}>
      {t('users.create')}
    </Button>
  );
  return (
    <>
      <PageHeader title={t('menu.users')} text={t('users.text')} actions={create} />
      <Loaded query={query} skeleton={<RowsSkeleton />}>
        {(users) => <UserTable users={users} />}
      </Loaded>
      {creating && <CreateUserModal onClose={close} />}
    </>
  );
};

/** Who may sign in. */
export const UsersPage = () => {
  const { t } = useTranslation();
  const mayManage = usePermissions()('users:manage');
  return mayManage ? (
    <Shown />
  ) : (
    <EmptyState icon={<IconLock size={24} />} order={1} title={t('users.forbidden')} />
  );
};
