import { message, notificationCode, type NotificationInfo } from '@tutti/contracts/summary';
import { describe, expect, test } from 'vitest';
import { categoryOf, notificationKinds } from './notification-codes';
import { notificationLine, notificationMessage, type Raised } from './notification-message';
import { english } from './notification-labels.en';
import { korean } from './notification-labels.ko';

const id = '0191e5a0-0000-7000-8000-000000000001';
const at = '2026-11-27T20:48:12.000Z';
const raised = (code: Raised['code'], info: NotificationInfo = {}, name = 'line-3'): Raised => ({
  id,
  code,
  category: categoryOf(code),
  level: notificationKinds[code].level,
  source: { kind: notificationKinds[code].source, id: 'abc', name },
  at,
  info,
});
const offline = raised('connectivity.device-offline', { lastSeenAt: '2026-11-27T20:40:00.000Z' });

describe('what people are told', () => {
  test('of an edge that is offline', () =>
    expect(notificationMessage(offline, undefined, 'en')).toEqual({
      key: `notification:${id}`,
      language: 'en',
      level: 'error',
      title: 'line-3 is offline',
      lead: 'It was last heard of at 2026-11-27 20:40 UTC and has been silent since.',
      sections: [
        {
          facts: [
            { name: 'Level', value: 'Error' },
            { name: 'Time', value: '2026-11-27 20:48 UTC' },
            { name: 'Last heard of', value: '2026-11-27 20:40 UTC' },
          ],
        },
      ],
      links: [{ title: 'Open in Tutti', path: '/edges/abc' }],
    }));

  test('in Korean', () => {
    const { title, lead } = notificationMessage(offline, undefined, 'ko');
    expect(title).toBe('line-3 엣지가 오프라인입니다');
    expect(lead).toContain('2026-11-27 20:40 UTC에 마지막으로 응답한');
  });

  test('says when it happened again, and to whom, under a key of its own', () => {
    const again = { count: 3, lastAt: '2026-11-27T20:55:00.000Z', others: ['line-4', 'line-5'] };
    const told = notificationMessage(offline, again, 'en');
    expect(told).toMatchObject({
      key: `notification:${id}:3`,
      title: 'line-3 is offline, and 2 more',
      lead: expect.stringContaining('3 times, the last time at 2026-11-27 20:55 UTC') as string,
    });
    expect(told.sections[1]).toEqual({ title: 'Also', facts: [], lines: ['line-4', 'line-5'] });
  });

  test('of many edges at once says how many, and names some', () => {
    const many = raised('connectivity.devices-offline', { devices: 4 });
    const again = { count: 42, lastAt: at, others: ['a', 'b'], info: { devices: 42 } };
    const told = notificationMessage(many, again, 'en');
    expect(told.title).toBe('42 edges are offline');
    expect(told.sections[1]?.lines).toEqual(['a', 'b', 'and 40 more']);
  });

  test('as one line has level, time, source and summary in brackets (requirements §2)', () =>
    expect(notificationLine(offline)).toBe(
      `[ERROR][${at}][line-3][line-3 is offline] It was last heard of at 2026-11-27 20:40 UTC and has been silent since.`,
    ));

  test('of edges that cannot judge says the newest error', () => {
    const failures = raised('inference.failures', { message: 'No input.', code: 'inference', model: 'lids' });
    expect(notificationMessage(failures, undefined, 'en').lead).toBe('The newest error: No input.');
    expect(notificationMessage(failures, undefined, 'ko').lead).toBe('마지막 오류: No input.');
  });

  test('shows sizes and scores as people read them', () => {
    const disk = raised('system.disk-low', { freeBytes: 1536 * 1024 ** 2, totalBytes: 32 * 1024 ** 3 });
    expect(notificationMessage(disk, undefined, 'en').lead).toBe('1.5 GiB of 32.0 GiB are free.');
    const info = { model: 'lids', modelVersion: 'v1.0', results: 1234, below: 0.7, lowest: 0.31 };
    expect(notificationMessage(raised('score.warning', info), undefined, 'en').lead).toBe(
      '1,234 results of lids v1.0 were below 0.700; the lowest was 0.310.',
    );
  });
});

const placesOf = (text: string) => [...text.matchAll(/\{\{\w+\}\}/g)].map(([all]) => all).sort();

describe.each(notificationCode.options)('%s', (code) => {
  test.each(['en', 'ko'] as const)('has a text (%s)', (language) => {
    const { title, lead } = notificationMessage(raised(code), undefined, language);
    expect(title).not.toBe(code);
    expect(`${title}${lead}`).not.toMatch(/[{}]/);
  });

  test('fits a message, however long what it is about', () => {
    const info = Object.fromEntries(
      ['message', 'detail', 'reasons', 'error', 'kind', 'code'].map((key) => [key, 'x'.repeat(512)]),
    );
    for (const language of ['en', 'ko'] as const) {
      const told = notificationMessage(raised(code, info, 'n'.repeat(128)), undefined, language);
      expect(message.parse(told)).toEqual(told);
    }
    expect(notificationLine(raised(code, info, 'n'.repeat(128))).length).toBeLessThanOrEqual(2000);
  });
});

test.each(['repeated', 'others', 'more', 'level', 'at', 'open'] as const)(
  '“%s” is said with the same places in every language',
  (key) => expect(placesOf(korean[key])).toEqual(placesOf(english[key])),
);

test('entries of info have a name in every language', () =>
  expect(Object.keys(korean.info)).toEqual(Object.keys(english.info)));
