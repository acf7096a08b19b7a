import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { en } from '../../../i18n/en';
import { windowWords } from './window-words';

beforeAll(async () => {
  await i18next.init({ lng: 'en', defaultNS: 'console', resources: { en: { console: en } } });
});

test('a maintenance window says on which days, when and where', () => {
  const say = { t: i18next.t, language: 'en' };
  const window = { from: '02:00', to: '04:00', timeZone: 'Asia/Seoul' };
  expect(windowWords(window, say)).toBe('daily 02:00–04:00 (Asia/Seoul)');
  expect(windowWords({ ...window, days: ['sun', 'mon'] }, say)).toBe('Mon, Sun 02:00–04:00 (Asia/Seoul)');
});
