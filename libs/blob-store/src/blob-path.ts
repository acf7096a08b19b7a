import { join } from 'node:path';
import { DomainError } from '@tutti/kernel';
import { blobErrors } from './blob-errors';

const namespacePattern = /^[a-z-]{1,64}$/;
const digestPattern = /^[0-9a-f]{64}$/;

const refuse = (what: string, value: string): never => {
  throw new DomainError(blobErrors['blob.name-invalid'], {
    detail: `${what} ${JSON.stringify(value.slice(0, 80))} is not valid.`,
  });
};

export const isDigest = (value: string): boolean => digestPattern.test(value);

export const namespaceFolder = (root: string, namespace: string): string =>
  namespacePattern.test(namespace) ? join(root, namespace) : refuse('The namespace', namespace);

/** Two characters of fan-out: no folder grows beyond 1/256 of the blobs. */
export const blobPath = (root: string, namespace: string, sha256: string): string =>
  isDigest(sha256)
    ? join(namespaceFolder(root, namespace), sha256.slice(0, 2), sha256)
    : refuse('The digest', sha256);
