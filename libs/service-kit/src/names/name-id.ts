import type { Vault } from '../vault/vault';

/** The same for all spellings of a name: compatibility forms (NFKC), case and outer spaces do not count. */
export const foldName = (name: string): string => name.normalize('NFKC').trim().toLowerCase();

/** Id of a name's claim: a keyed hash, so that the log cannot be searched for names that somebody guesses. */
export const nameId = (vault: Pick<Vault, 'mac'>, context: string, name: string): string =>
  vault.mac(`${context}.name`, foldName(name));
