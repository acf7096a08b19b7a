import type { KeyObject } from 'node:crypto';

/** Public keys that access tokens are checked against, by key id. */
export interface KeySource {
  key(kid: string): KeyObject | undefined | Promise<KeyObject | undefined>;
  /** Fetches keys anew, asked for when a key id is unknown. */
  refresh(): Promise<void>;
}

/** Injection token of the `KeySource`; any module of the application may provide it. */
export const KEY_SOURCE = Symbol('KEY_SOURCE');
