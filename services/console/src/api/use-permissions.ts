import { permissionsOf, type Permission } from '@tutti/contracts/identity';
import { useMe } from './sessions';

/** What the signed-in user may do. The server decides; this only hides what it would refuse. */
export const usePermissions = (): ((permission: Permission) => boolean) => {
  const { data: me } = useMe();
  return (permission) => me !== undefined && permissionsOf[me.role].includes(permission);
};
