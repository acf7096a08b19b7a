import { viewTable } from '@tutti/runtime';
import { bigint, json, orNull, text } from '@tutti/database';
import type { RevocationRow } from './revocation.projection';

export const revocationTable = viewTable<RevocationRow>({
  name: 'revocation',
  columns: {
    publicKey: orNull(text('public_key', 56)),
    suspendedAt: orNull(bigint('suspended_at')),
    former: json('former'),
    revokedAt: orNull(bigint('revoked_at')),
  },
});
