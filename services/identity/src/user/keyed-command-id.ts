import type { Vault } from '@tutti/service-kit';

/**
 * The command id of a request that holds a password. Command ids stand in the log, and the fingerprint in them could be
 * searched for the password; this one cannot without the vault's key.
 */
export const keyedCommandId = (
  vault: Pick<Vault, 'mac'>,
  commandId: string | undefined,
  body: unknown,
): { readonly commandId?: string } => {
  const key = commandId?.split(':', 1)[0];
  if (key === undefined) return {};
  return { commandId: `${key}:${vault.mac('identity.command', JSON.stringify(body)).slice(0, 16)}` };
};
