import { given } from '@tutti/testing';
import { test } from 'vitest';
import { summarySettingsDecider } from './summary-settings.decider';
import { usualSettings } from './summary-settings.state';

const seoul = { ...usualSettings, timeZone: 'Asia/Seoul', at: '06:30', language: 'ko' } as const;
const changed = { type: 'SummarySettingsChanged', data: seoul } as const;

test('settings are changed as a whole', () =>
  given(summarySettingsDecider).when({ type: 'ChangeSettings', settings: seoul }).gives(changed));

test.each([
  ['nothing was set yet', [], usualSettings],
  ['they were set before', [changed], seoul],
] as const)('and refused where they are like that already: %s', (_, events, settings) =>
  given(summarySettingsDecider, ...events)
    .when({ type: 'ChangeSettings', settings })
    .isRefused('summary.settings-unchanged'),
);
