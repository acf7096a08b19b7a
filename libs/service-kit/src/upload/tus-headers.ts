import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';
import { z } from 'zod';
import { HttpRefusal } from '../problem/http-refusals';

/** The protocol that uploads speak: https://tus.io/protocols/resumable-upload, version 1.0.0. */
export const tusVersion = '1.0.0';

const count = z
  .string()
  .regex(/^\d{1,15}$/, 'must be a whole number')
  .transform(Number);

export const tusHeaders = { 'tus-resumable': z.string().optional().describe(`Must be ${tusVersion}.`) };

export const creationHeaders = z.object({
  ...tusHeaders,
  'upload-length': count.describe('Bytes of the whole.'),
  'upload-metadata': z
    .string()
    .max(4096)
    .optional()
    .describe(
      'Pairs of a key and a value in base64, separated by commas. `sha256` is the digest, in hex, that the whole must have.',
    ),
});

export const offsetHeaders = z.object({
  ...tusHeaders,
  'upload-offset': count.describe('Where these bytes begin: the offset that the server last told.'),
});

/** Throws 412 for another version, as the protocol has it. */
export const assertTus = ({ 'tus-resumable': version }: { 'tus-resumable'?: string | undefined }): void => {
  if (version !== tusVersion)
    throw new HttpRefusal(412, `Send Tus-Resumable: ${tusVersion}; no other version is spoken here.`, {
      'tus-version': tusVersion,
    });
};

const pair = /^([\x21-\x2b\x2d-\x7e]{1,64})(?: ([A-Za-z0-9+/]*={0,2}))?$/;

/** `Upload-Metadata` as the client meant it. */
export const parseMetadata = (header: string | undefined): Readonly<Record<string, string>> => {
  if (header === undefined || header === '') return {};
  const pairs = header.split(',').map((text) => {
    const [, key, value = ''] = pair.exec(text.trim()) ?? [];
    if (key === undefined)
      throw new DomainError(commonErrors['request.invalid'], {
        detail: 'Upload-Metadata must be pairs of a key and a base64 value, separated by commas.',
      });
    return [key, Buffer.from(value, 'base64').toString('utf8')] as const;
  });
  return Object.fromEntries(pairs);
};

export const formatMetadata = (metadata: Readonly<Record<string, string>>): string =>
  Object.entries(metadata)
    .map(([key, value]) => (value === '' ? key : `${key} ${Buffer.from(value).toString('base64')}`))
    .join(',');
