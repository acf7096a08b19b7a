import type { TeamsMessage } from '@tutti/contracts/summary';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { showCard } from './show-card';
import { openSink, type Sink } from './sink';

const message: TeamsMessage = {
  type: 'message',
  attachments: [
    {
      content: {
        body: [
          { type: 'TextBlock', text: 'Edges \\*today\\*' },
          { type: 'FactSet', facts: [{ title: 'Online', value: '3/3' }] },
          { type: 'Image', url: 'https://example.com' },
          { type: 'TextBlock', text: `Long: ${'word '.repeat(20)}`, separator: true },
        ],
      },
    },
  ],
};

let sink: Sink;
beforeEach(async () => {
  sink = await openSink();
});
afterEach(() => sink.close());

const send = async (body: string): Promise<number> =>
  (await fetch(sink.address, { method: 'POST', body })).status;

it('takes what is a message, and nothing else', async () => {
  expect(await send(JSON.stringify(message))).toBe(202);
  expect(await send('{"text":"no card"}')).toBe(400);
  expect(await send('no JSON')).toBe(400);
  expect(sink.received).toEqual([message]);
});

it('is shown as text in a frame whose lines are all as wide', () => {
  const lines = showCard(message).split('\n');
  expect(lines[1]).toMatch(/^│ Edges \*today\* +│$/);
  expect(lines[2]).toMatch(/^│ {3}Online {3}3\/3 +│$/);
  expect(lines[3]).toMatch(/^│ +│$/);
  expect(lines.filter((line) => line.includes('word'))).toHaveLength(2);
  expect(new Set(lines.map((line) => line.length)).size).toBe(1);
});
