import { defineErrors } from '@tutti/contracts/common';

export const blobErrors = defineErrors({
  'blob.name-invalid': ['invalid', 'The name of the blob is not valid'],
  'blob.too-large': ['too-large', 'The blob is too large'],
  'blob.digest-mismatch': ['unprocessable', 'The bytes do not match their digest'],
  'blob.size-mismatch': ['unprocessable', 'The bytes are not as many as announced'],
  'blob.range-invalid': ['invalid', 'The range lies outside the blob'],
  'blob.storage-full': ['unavailable', 'There is no room for more bytes'],
  'blob.storage-unavailable': ['unavailable', 'The bytes cannot be reached at the moment'],
  'upload.not-found': ['not-found', 'There is no such upload'],
  'upload.offset-conflict': ['illegal-state', 'The upload continues elsewhere'],
  'upload.incomplete': ['illegal-state', 'The upload is not complete'],
});
