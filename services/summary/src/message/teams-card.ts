import type { Level, Message, TeamsMessage } from '@tutti/contracts/summary';
import { fitMessage, type FittedMessage, type FittedSection } from './fit-message';
import { linksOf, type RenderOptions } from './rendering';
import { wordings } from './wording';

/**
 * Teams refuses messages of about 28 KB, and has counted in UTF-16 in places
 * (learn.microsoft.com/microsoftteams/limits-specifications-teams); this leaves room for its own envelope.
 */
const mostBytes = 24 * 1024;

const colours: Readonly<Record<Level, string>> = {
  info: 'Default',
  warning: 'Warning',
  error: 'Attention',
  critical: 'Attention',
};

type Element = Record<string, boolean | number | string | readonly Record<string, string>[]>;

/** Text of a card is Markdown and may mention people: what users and devices named must do neither. */
export const plainInMarkdown = (text: string): string =>
  text
    .replace(/[\\*[\]`~]/g, '\\$&')
    .replace(/(?<!\w)_|_(?!\w)/g, '\\_')
    .replace(/<(?=[a-z/!])/gi, '‹');

const textBlock = (text: string, more: Element = {}): Element => ({
  type: 'TextBlock',
  text,
  wrap: true,
  ...more,
});

const sectionOf = (
  { title, facts, lines, moreFacts, moreLines }: FittedSection,
  more: (count: number) => string,
): Element[] => {
  const told = moreFacts + moreLines;
  const all = [...lines.map(plainInMarkdown), ...(told > 0 ? [more(told)] : [])];
  return [
    ...(title === undefined
      ? []
      : [textBlock(plainInMarkdown(title), { weight: 'Bolder', spacing: 'Medium', separator: true })]),
    ...(facts.length === 0
      ? []
      : [
          {
            type: 'FactSet',
            facts: facts.map(({ name, value }) => ({
              title: plainInMarkdown(name),
              value: plainInMarkdown(value),
            })),
          },
        ]),
    ...(all.length === 0 ? [] : [textBlock(all.map((line) => `- ${line}`).join('\n'), { spacing: 'Small' })]),
  ];
};

const bodyOf = (message: FittedMessage, { mayRepeat = false }: RenderOptions): Element[] => {
  const { title, level, lead, sections, moreSections, key, language } = message;
  const { more, mayRepeat: hint } = wordings[language];
  const heading = { weight: 'Bolder', size: 'Medium', color: colours[level] };
  return [
    textBlock(plainInMarkdown(title), heading),
    ...(lead === undefined ? [] : [textBlock(plainInMarkdown(lead))]),
    ...(mayRepeat ? [textBlock(hint, { isSubtle: true })] : []),
    ...sections.flatMap((section) => sectionOf(section, more)),
    ...(moreSections > 0 ? [textBlock(more(moreSections), { isSubtle: true })] : []),
    textBlock(plainInMarkdown(key), { size: 'Small', isSubtle: true, spacing: 'Medium' }),
  ];
};

const cardOf = (message: FittedMessage, options: RenderOptions, source: Message): TeamsMessage => {
  const actions = linksOf(source, options.consoleAt).map((link) => ({ type: 'Action.OpenUrl', ...link }));
  return {
    type: 'message',
    attachments: [
      {
        contentType: 'application/vnd.microsoft.card.adaptive',
        contentUrl: null,
        content: {
          $schema: 'http://adaptivecards.io/schemas/adaptive-card.json',
          type: 'AdaptiveCard',
          version: '1.4',
          msteams: { width: 'full' },
          body: bodyOf(message, options),
          ...(actions.length === 0 ? {} : { actions }),
        },
      },
    ],
  } as TeamsMessage;
};

/** As Teams counts: bytes of UTF-8 or of UTF-16, whichever are more. */
export const teamsBytes = (message: TeamsMessage): number => {
  const json = JSON.stringify(message);
  return Math.max(Buffer.byteLength(json), 2 * json.length);
};

/** The message as an Adaptive Card 1.4 for the webhook of a Teams workflow, at most 24 KiB, half of it when shrunk. */
export const renderTeams = (message: Message, options: RenderOptions = {}): TeamsMessage => {
  const budget = options.shrink ? mostBytes / 2 : mostBytes;
  const fitted = fitMessage(message, (one) => teamsBytes(cardOf(one, options, message)) <= budget);
  return cardOf(fitted, options, message);
};
