import { expect, test } from 'vitest';
import { agentCommand } from './agent-command';
import { firstPassword } from './first-password';
import { tagsToText, textToTags } from './tag-text';
import { eventName, words } from './words';

test('tags are edited as text and come back', () => {
  const tags = { line: '3', spare: '', expression: 'a=b' };
  expect(tagsToText(tags)).toEqual(['line=3', 'spare', 'expression=a=b']);
  expect(textToTags(tagsToText(tags))).toEqual(tags);
});

test('event names become words', () => {
  expect(words(eventName('tutti.devices.DeviceWentOnline'))).toBe('Device went online');
});

test('a first password has no letters that are confused, and skips what would be likelier', () => {
  let next = 240;
  const password = firstPassword((bytes) => bytes.map(() => next++ % 256));
  expect(password).toMatch(/^([a-hjkmnp-z2-9]{4}-){3}[a-hjkmnp-z2-9]{4}$/);
  // 240 to 247 are letters 23 to 30 of the alphabet; 248 to 255 are thrown away.
  expect(password.slice(0, 9)).toBe('2345-6789');
});

test('the command is ready to paste', () => {
  expect(agentCommand('https://tutti.example.com', 'tet_abcd')).toBe(
    'npm run agent -- --url https://tutti.example.com --token tet_abcd',
  );
  expect(agentCommand('http://127.0.0.1:8080', 'tet_abcd')).toBe(
    'npm run agent -- --url http://127.0.0.1:8080 --token tet_abcd --data .tutti-abcd --port 0',
  );
});

test('the command names an address that a device can reach (S0-34), and says when it is not encrypted', () => {
  const urls = ['https://192.0.2.7:8080', 'https://tutti.example:8080'];
  expect(agentCommand('https://127.0.0.1:8080', 'tet_abcd', urls)).toBe(
    'npm run agent -- --url https://192.0.2.7:8080 --token tet_abcd',
  );
  expect(agentCommand('https://tutti.example:8080', 'tet_abcd', urls)).toContain(
    '--url https://tutti.example:8080 ',
  );
  expect(agentCommand('http://192.0.2.7:8080', 'tet_abcd')).toMatch(/ --insecure$/);
});
