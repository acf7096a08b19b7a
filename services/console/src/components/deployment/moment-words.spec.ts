import i18next from 'i18next';
import { beforeAll, expect, test } from 'vitest';
import { ko } from '../../i18n/ko';
import { formatOf } from '../../lib/format';
import { momentWords } from './moment-words';

beforeAll(async () => {
  await i18next.init({ lng: 'ko', defaultNS: 'console', resources: { ko: { console: ko } } });
});

const failed = (code: string, message: string) =>
  momentWords(
    {
      type: 'DeploymentFailed',
      data: { ...{ deviceId: 'd1', rolloutId: 'r1', group: 0, step: 'install' }, failure: { code, message } },
    },
    { t: i18next.t, format: formatOf('ko') },
  );

test('a failure is told in the language of the reader, then as the device says it', () => {
  const said = '12 MB are free, 30 MB are needed.';
  expect(failed('disk.full', said)).toEqual([ko.deployments.failure.known['disk.full'], { said }]);
});

test('one that only a newer device knows is told as the device says it', () =>
  expect(failed('my-agent.gave-up', 'It gave up.')).toEqual([{ said: 'It gave up.' }]));

test('a device that says nothing more has no empty line', () => {
  expect(failed('disk.full', '')).toEqual([ko.deployments.failure.known['disk.full']]);
  expect(failed('my-agent.gave-up', '')).toEqual([{ said: 'my-agent.gave-up' }]);
});
