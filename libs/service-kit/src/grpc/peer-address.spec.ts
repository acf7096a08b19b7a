import { expect, test } from 'vitest';
import { peerAddresses } from './peer-address';

test.each<[string, string[], string, string | undefined, string]>([
  ['nobody is trusted', [], '10.0.0.1:5000', '1.2.3.4', '10.0.0.1'],
  ['the proxy names the caller', ['10.0.0.1'], '10.0.0.1:5000', '1.2.3.4', '1.2.3.4'],
  ['a caller forges a hop', ['10.0.0.1'], '10.0.0.1:5000', '9.9.9.9, 1.2.3.4', '1.2.3.4'],
  ['two proxies', ['10.0.0.0/24'], '10.0.0.1:5000', '1.2.3.4, 10.0.0.2', '1.2.3.4'],
  ['a trusted proxy that says nothing', ['10.0.0.1'], '10.0.0.1:5000', undefined, '10.0.0.1'],
  ['another peer is not believed', ['10.0.0.1'], '10.0.0.7:5000', '1.2.3.4', '10.0.0.7'],
  ['IPv6', ['::1'], '[::1]:5000', '2001:db8::7', '2001:db8::7'],
  ['IPv4 in IPv6', ['127.0.0.1'], '[::ffff:127.0.0.1]:5000', '1.2.3.4', '1.2.3.4'],
])('%s', (_, trusted, ...[peer, forwarded, caller]) => {
  expect(peerAddresses(trusted)(peer, forwarded)).toBe(caller);
});
