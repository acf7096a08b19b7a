import { DomainError } from '@tutti/kernel';
import { blobErrors } from './blob-errors';

const namespacePattern = /^[a-z-]{1,64}$/;
const digestPattern = /^[0-9a-f]{64}$/;
const uploadPattern = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

export const isDigest = (value: string): boolean => digestPattern.test(value);

const checked = (what: string, pattern: RegExp, value: string): string => {
  if (pattern.test(value)) return value;
  throw new DomainError(blobErrors['blob.name-invalid'], {
    detail: `${what} ${JSON.stringify(value.slice(0, 80))} is not valid.`,
  });
};

/** Throws `blob.name-invalid`, as the next. */
export const checkedNamespace = (value: string): string => checked('The namespace', namespacePattern, value);
export const checkedDigest = (value: string): string => checked('The digest', digestPattern, value);

/** Not a refusal: ids come from addresses, and none such was ever given out. */
export const isUploadId = (value: string): boolean => uploadPattern.test(value);
