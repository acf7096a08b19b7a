import { asNumber } from '@tutti/database';
import { viewTable } from '@tutti/runtime';
import type { UserRow } from './user-list.projection';

export const userListTable = viewTable<UserRow>({
  name: 'user_list',
  columns: {
    role: { type: 'varchar', length: 16 },
    disabled: { type: 'boolean' },
    mustChangePassword: { name: 'must_change_password', type: 'boolean' },
    createdAt: { name: 'created_at', type: 'bigint', transformer: asNumber },
    lastSignedInAt: { name: 'last_signed_in_at', type: 'bigint', nullable: true, transformer: asNumber },
    version: { type: 'bigint', transformer: asNumber },
  },
});
