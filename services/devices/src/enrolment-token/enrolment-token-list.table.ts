import { viewTable } from '@tutti/runtime';
import { bigint, flag, json, orNull, text } from '@tutti/database';
import type { EnrolmentTokenRow } from './enrolment-token-list.projection';

export const enrolmentTokenListTable = viewTable<EnrolmentTokenRow>({
  name: 'enrolment_token_list',
  columns: {
    note: orNull(text('note', 128)),
    expiresAt: bigint('expires_at'),
    maxUses: bigint('max_uses'),
    uses: bigint('uses'),
    autoAccept: flag('auto_accept'),
    site: orNull(text('site', 64)),
    tags: json('tags'),
    revoked: flag('revoked'),
    issuedAt: bigint('issued_at'),
    version: bigint('version'),
  },
});
