import { createHash } from 'node:crypto';
import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';

export interface CommandScope {
  /** `user:<id>`, `device:<id>` or `public`. */
  readonly principal: string;
  readonly method: string;
  /** Path as requested, with its parameters. */
  readonly path: string;
  /** Parsed body: field order and white space do not matter. */
  readonly body: unknown;
}

const hash = (...parts: readonly string[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('base64url');

/** A structured-field string, or what the many clients send that do not quote. */
const parseKey = (header: string): string => {
  const match =
    /^\s*(?:"([\x20-\x21\x23-\x5b\x5d-\x7e]{1,128})"|([\x21\x23-\x2b\x2d-\x3a\x3c-\x7e]{1,128}))\s*$/.exec(
      header,
    );
  const key = match?.[1] ?? match?.[2];
  if (key === undefined)
    throw new DomainError(commonErrors['request.invalid'], {
      detail: 'Idempotency-Key must be 1 to 128 printable ASCII characters, a UUID for example.',
    });
  return key;
};

/**
 * Command id of a request: `<key>:<fingerprint>`. The log knows the ids of an aggregate's latest commands: the same id
 * is a repetition, the same key with another fingerprint another request under a used key (422). Nothing is remembered
 * here, so it holds with any number of replicas.
 */
export const commandIdOf = (header: string | undefined, scope: CommandScope): string | undefined => {
  if (header === undefined) return undefined;
  const key = hash(scope.principal, scope.method, scope.path, parseKey(header));
  return `${key}:${hash(JSON.stringify(scope.body ?? null)).slice(0, 16)}`;
};

/** Aggregate id of a create: the same for repetitions, so that expectation 0 catches them. UUID version 8 (RFC 9562). */
export const aggregateIdFrom = (commandId: string): string => {
  const bytes = createHash('sha256')
    .update(commandId.split(':')[0] ?? commandId)
    .digest()
    .subarray(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x80;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return bytes.toString('hex').replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5');
};
