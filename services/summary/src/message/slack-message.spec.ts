import { expect, test } from 'vitest';
import { dayMessage, fullMessage } from './message.fixture';
import { renderSlack } from './slack-message';

test('a message is blocks with a text for notifications', async () => {
  const rendered = renderSlack(dayMessage, { consoleAt: 'https://tutti.example' });
  await expect(JSON.stringify(rendered, null, 2)).toMatchFileSnapshot('golden/slack-day.json');
});

test('what users and devices named mentions nobody', () => {
  const { text, blocks } = renderSlack({ ...dayMessage, title: 'x', lead: '<!channel> & <@U1>' });
  expect(text).toBe('x');
  expect(JSON.stringify(blocks)).toContain('&lt;!channel&gt; &amp; &lt;@U1&gt;');
});

test('a message that is too large keeps within the limits of Block Kit', () => {
  const { blocks } = renderSlack(fullMessage());
  expect(blocks.length).toBeLessThanOrEqual(50);
  for (const { text } of blocks as { text?: { text: string } }[])
    expect(text?.text.length ?? 0).toBeLessThanOrEqual(3000);
});
