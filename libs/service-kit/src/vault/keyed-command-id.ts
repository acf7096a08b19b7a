import type { Vault } from './vault';

/**
 * The command id of a request that holds a secret. Command ids stand in the log, and the fingerprint in them could be
 * searched for the secret; this one cannot without the vault's key.
 */
export const keyedCommandId = (
  vault: Pick<Vault, 'mac'>,
  context: string,
  commandId: string | undefined,
  body: unknown,
): { readonly commandId?: string } => {
  const key = commandId?.split(':', 1)[0];
  if (key === undefined) return {};
  return { commandId: `${key}:${vault.mac(`${context}.command`, JSON.stringify(body)).slice(0, 16)}` };
};
