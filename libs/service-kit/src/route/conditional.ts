import { commonErrors } from '@tutti/contracts/common';
import { DomainError } from '@tutti/kernel';

/** Strong validator of an aggregate's version. */
export const etagOf = (version: number): string => `"${version}"`;

/** Version from `If-Match` where a route wants it: absent is 428 unless optional, anything but one strong version 400. */
export const parseIfMatch = (
  header: string | undefined,
  wanted: true | 'optional' | undefined,
): number | undefined => {
  if (wanted === undefined || (wanted === 'optional' && header === undefined)) return undefined;
  if (header === undefined)
    throw new DomainError(commonErrors['request.if-match-required'], {
      detail: 'Send If-Match with the ETag of the version that you saw.',
    });
  const match = /^\s*"(\d{1,15})"\s*$/.exec(header);
  if (!match)
    throw new DomainError(commonErrors['request.invalid'], {
      detail: 'If-Match must be one strong ETag as it was received, for example "3".',
    });
  return Number(match[1]);
};

/** Whether `If-None-Match` names the tag (weak comparison, RFC 9110 13.1.2). */
export const matchesNone = (header: string | undefined, etag: string): boolean =>
  header !== undefined &&
  header.split(',').some((one) => one.trim() === '*' || one.trim().replace(/^W\//, '') === etag);

/** Whether `If-None-Match` names the `etag` of an answer that has not been made yet. */
export const isKnownTag = (header: string | undefined, etag: string): boolean =>
  matchesNone(header, `"${etag}"`);
