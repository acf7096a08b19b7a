import { teamsMessage } from '@tutti/contracts/summary';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { dayMessage, fullMessage } from './message.fixture';
import { renderTeams, teamsBytes } from './teams-card';

const cardOf = (rendered: ReturnType<typeof renderTeams>) =>
  (rendered.attachments[0] as { content: { body: Record<string, unknown>[]; actions?: unknown } }).content;

test('a message is one Adaptive Card 1.4 with everything that the workflow template needs (conventions §1.2)', async () => {
  const rendered = renderTeams(dayMessage, { consoleAt: 'https://tutti.example/' });
  expect(teamsMessage.parse(rendered)).toEqual(rendered);
  await expect(JSON.stringify(rendered, null, 2)).toMatchFileSnapshot('golden/teams-day.json');
});

/** What we use of Adaptive Cards 1.4 (adaptivecards.io/explorer): `style` of a text, for one, came with 1.5. */
const enums = {
  size: z.enum(['Small', 'Default', 'Medium', 'Large', 'ExtraLarge']),
  weight: z.enum(['Default', 'Lighter', 'Bolder']),
  color: z.enum(['Default', 'Dark', 'Light', 'Accent', 'Good', 'Warning', 'Attention']),
  spacing: z.enum(['Default', 'None', 'Small', 'Medium', 'Large', 'ExtraLarge', 'Padding']),
};
const text = z.strictObject({
  type: z.literal('TextBlock'),
  text: z.string().min(1),
  wrap: z.literal(true),
  isSubtle: z.boolean().optional(),
  separator: z.boolean().optional(),
  ...z.object(enums).partial().shape,
});
const facts = z.strictObject({
  type: z.literal('FactSet'),
  facts: z.array(z.strictObject({ title: z.string(), value: z.string() })).min(1),
});
const open = z.strictObject({
  type: z.literal('Action.OpenUrl'),
  title: z.string(),
  url: z.url({ protocol: /^https?$/ }),
});
const card = z.strictObject({
  $schema: z.literal('http://adaptivecards.io/schemas/adaptive-card.json'),
  type: z.literal('AdaptiveCard'),
  version: z.literal('1.4'),
  msteams: z.strictObject({ width: z.literal('full') }),
  body: z.array(z.discriminatedUnion('type', [text, facts])),
  actions: z.array(open).max(6).optional(),
});

test.each([
  ['a day', dayMessage],
  ['a full message', fullMessage()],
])('%s is of the version that it claims', (_, message) => {
  const rendered = renderTeams(message, { consoleAt: 'http://127.0.0.1:8080', mayRepeat: true });
  expect(card.safeParse(cardOf(rendered)).error).toBeUndefined();
});

test('what users and devices named is neither Markdown nor a mention', () => {
  const title = 'a *b* [c](http://d) <at>Everybody</at> cam_01_left _x_ 1 < 2';
  const [heading] = cardOf(renderTeams({ ...dayMessage, title })).body;
  expect(heading?.text).toBe('a \\*b\\* \\[c\\](http://d) ‹at>Everybody‹/at> cam_01_left \\_x\\_ 1 < 2');
});

test('without a console there is nothing to open', () => {
  expect(cardOf(renderTeams(dayMessage))).not.toHaveProperty('actions');
});

test.each([
  ['English', fullMessage()],
  ['Korean', fullMessage('ko', '한')],
])('a message in %s that is too large loses lines before facts, and says how many', (_, full) => {
  const rendered = renderTeams(full);
  expect(teamsBytes(rendered)).toBeLessThanOrEqual(24 * 1024);
  const { body } = cardOf(rendered);
  expect(body.filter(({ type }) => type === 'FactSet')).toHaveLength(10);
  expect(JSON.stringify(body)).toMatch(full.language === 'en' ? /and \d+ more/ : /외 \d+건/);
});

test('what the receiver found too large is half as large the next time', () => {
  expect(teamsBytes(renderTeams(fullMessage(), { shrink: true }))).toBeLessThanOrEqual(12 * 1024);
});

test('a card that may be a repetition says so', () => {
  expect(JSON.stringify(renderTeams(dayMessage, { mayRepeat: true }))).toContain('may have arrived before');
  expect(JSON.stringify(renderTeams(dayMessage))).not.toContain('may have arrived before');
});
