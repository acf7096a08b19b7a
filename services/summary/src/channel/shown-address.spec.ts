import { expect, test } from 'vitest';
import { shownAddress } from './shown-address';

test.each([
  [
    'https://default1.23.environment.api.powerplatform.com:443/powerautomate/automations/direct/workflows/0123456789abcdef0123456789abcdef/triggers/manual/paths/invoke?api-version=1&sig=secret',
    'default1.23.environment.api.powerplatform.com/…cdef',
  ],
  ['https://hooks.slack.com/services/T000/B000/abcdefgh', 'hooks.slack.com/…efgh'],
  ['http://127.0.0.1:9000/hook', '127.0.0.1:9000'],
])('%s is shown as %s', (address, shown) => {
  expect(shownAddress(address)).toBe(shown);
});
