import { defineErrors } from '@tutti/contracts/common';

export const blobErrors = defineErrors({
  'blob.name-invalid': ['invalid', 'The name of the blob is not valid'],
  'blob.too-large': ['too-large', 'The blob is too large'],
  'blob.digest-mismatch': ['unprocessable', 'The bytes do not match their digest'],
  'blob.storage-full': ['unavailable', 'There is no room for more bytes'],
});
