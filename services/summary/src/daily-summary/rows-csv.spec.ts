import { expect, test } from 'vitest';
import { rowOf } from './daily-summary.fixture';
import { rowsCsv } from './rows-csv';

const head = { date: '2026-11-26', workspace: 'plant-1', composedAt: '2026-11-27T08:00:00.000Z' };

test('what a spreadsheet would take for a formula stays text, and commas stay in their cells', () => {
  const row = {
    ...rowOf('a'.repeat(26)),
    edgeName: '=HYPERLINK("x")',
    streamName: 'Bricks, red',
    streamId: null,
  };
  const line = rowsCsv([row], head).split('\r\n')[1];
  expect(line).toBe(
    `2026-11-27T08:00:00.000Z,2026-11-26,plant-1,plant-1,${'a'.repeat(26)},"'=HYPERLINK(""x"")",,"Bricks, red",v1.2,classifier,Classification,1,300,90000,0,3720,true,0,0.912`,
  );
});
