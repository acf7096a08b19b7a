import type { Level, Message } from '@tutti/contracts/summary';
import { fitMessage, type FittedMessage, type FittedSection } from './fit-message';
import { linksOf, type RenderOptions } from './rendering';
import { wordings } from './wording';

/** Limits of Block Kit (docs.slack.dev/reference/block-kit/blocks). */
const mostBlocks = 50;
const mostText = 3000;
const mostHeader = 150;
/** There is none for a whole webhook message that Slack names; beyond 40,000 characters it cuts text. */
const mostBytes = 40_000;

const signs: Readonly<Record<Level, string>> = {
  info: '',
  warning: ':warning: ',
  error: ':red_circle: ',
  critical: ':rotating_light: ',
};

type Block = Readonly<Record<string, unknown>>;
export interface SlackMessage {
  readonly text: string;
  readonly blocks: readonly Block[];
}

/** The three characters that mean something to Slack, and with them mentions and links (`<!channel>`). */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');

const section = (text: string): Block => ({ type: 'section', text: { type: 'mrkdwn', text } });
const context = (text: string): Block => ({ type: 'context', elements: [{ type: 'mrkdwn', text }] });

/** Lines in as few texts as have room for them. */
const gathered = (lines: readonly string[]): readonly string[] => {
  const texts: string[] = [];
  for (const line of lines) {
    const last = texts.at(-1);
    if (last !== undefined && last.length + line.length < mostText)
      texts[texts.length - 1] = `${last}\n${line}`;
    else texts.push(line.slice(0, mostText));
  }
  return texts;
};

const sectionBlocks = (
  { title, facts, lines, moreFacts, moreLines }: FittedSection,
  more: (count: number) => string,
): Block[] => {
  const told = moreFacts + moreLines;
  return gathered([
    ...(title === undefined ? [] : [`*${escaped(title)}*`]),
    ...facts.map(({ name, value }) => `${escaped(name)}: *${escaped(value)}*`),
    ...lines.map((line) => `• ${escaped(line)}`),
    ...(told > 0 ? [`• ${more(told)}`] : []),
  ]).map(section);
};

const blocksOf = (message: FittedMessage, options: RenderOptions, source: Message): Block[] => {
  const { more, mayRepeat } = wordings[message.language];
  const elements = linksOf(source, options.consoleAt).map(({ title, url }) => ({
    type: 'button',
    text: { type: 'plain_text', text: title },
    url,
  }));
  const header = `${signs[message.level]}${message.title}`.slice(0, mostHeader);
  return [
    { type: 'header', text: { type: 'plain_text', text: header, emoji: true } },
    ...(message.lead === undefined ? [] : [section(escaped(message.lead))]),
    ...(options.mayRepeat ? [context(mayRepeat)] : []),
    ...message.sections.flatMap((one) => sectionBlocks(one, more)),
    ...(message.moreSections > 0 ? [context(more(message.moreSections))] : []),
    ...(elements.length === 0 ? [] : [{ type: 'actions', elements }]),
    context(escaped(message.key)),
  ];
};

/** The message in Slack's Block Kit, for an incoming webhook. */
export const renderSlack = (message: Message, options: RenderOptions = {}): SlackMessage => {
  const budget = options.shrink ? mostBytes / 2 : mostBytes;
  const fits = (fitted: FittedMessage): boolean => {
    const blocks = blocksOf(fitted, options, message);
    return blocks.length <= mostBlocks && Buffer.byteLength(JSON.stringify(blocks)) <= budget;
  };
  return { text: escaped(message.title), blocks: blocksOf(fitMessage(message, fits), options, message) };
};
