import type { TeamsMessage } from '@tutti/contracts/summary';
import { z } from 'zod';

const element = z.union([
  z.object({ type: z.literal('TextBlock'), text: z.string(), separator: z.boolean().optional() }),
  z.object({
    type: z.literal('FactSet'),
    facts: z.array(z.object({ title: z.string(), value: z.string() })),
  }),
]);
const card = z.object({ content: z.object({ body: z.array(z.unknown()) }) });

const width = 72;

/** A card as text in a frame, as wide as any terminal. What is neither text nor facts is left out. */
export const showCard = (message: TeamsMessage): string => {
  const lines = card
    .parse(message.attachments[0])
    .content.body.flatMap((each) => {
      const known = element.safeParse(each);
      return known.success ? linesOf(known.data) : [];
    })
    .flatMap(wrapped);
  const rule = '─'.repeat(width + 2);
  return [`╭${rule}╮`, ...lines.map((line) => `│ ${line.padEnd(width)} │`), `╰${rule}╯`].join('\n');
};

const linesOf = (shown: z.infer<typeof element>): readonly string[] => {
  if (shown.type === 'FactSet')
    return columnsOf(shown.facts.map(({ title, value }) => [plain(title), plain(value)]));
  return [...(shown.separator === true ? [''] : []), ...plain(shown.text).split('\n')];
};

const columnsOf = (facts: readonly (readonly [title: string, value: string])[]): readonly string[] => {
  const longest = Math.max(...facts.map(([title]) => title.length));
  return facts.map(([title, value]) => `  ${title.padEnd(longest)}   ${value}`);
};

/** Without the marks that keep Markdown from reading more into it. */
const plain = (text: string): string => text.replace(/\\([\\*[\]`~_])/g, '$1');

const wrapped = (line: string): readonly string[] => {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const at = rest.lastIndexOf(' ', width);
    const cut = at > 0 ? at : width;
    lines.push(rest.slice(0, cut));
    rest = `  ${rest.slice(cut).trimStart()}`;
  }
  return [...lines, rest];
};
