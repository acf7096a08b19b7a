import { sharedKey, type VaultKeys } from '../vault/vault-keys';

/** What tickets are signed with in one service and verified with in others. */
export interface TicketKeys {
  /** Of trainers' jobs. */
  readonly job: string;
  /** Of models' artifacts, for devices. */
  readonly artifact: string;
}

export const ticketKeysOf = (keys: VaultKeys): TicketKeys => ({
  job: sharedKey(keys, 'job-ticket'),
  artifact: sharedKey(keys, 'artifact-ticket'),
});
