import type { Message } from '@tutti/contracts/summary';

type Section = Message['sections'][number];

export interface FittedSection extends Omit<Section, 'lines'> {
  readonly lines: readonly string[];
  /** That did not fit. */
  readonly moreFacts: number;
  readonly moreLines: number;
}

/** A message of which so much is left as its form has room for. */
export interface FittedMessage extends Omit<Message, 'sections'> {
  readonly sections: readonly FittedSection[];
  readonly moreSections: number;
}

const whole = (message: Message): FittedMessage => ({
  ...message,
  sections: message.sections.map((section) => ({
    ...section,
    lines: section.lines ?? [],
    moreFacts: 0,
    moreLines: 0,
  })),
  moreSections: 0,
});

const without = (list: readonly unknown[]): number => Math.ceil(list.length / 4);

const fewerLines = (section: FittedSection): FittedSection => {
  const gone = without(section.lines);
  return { ...section, lines: section.lines.slice(0, -gone), moreLines: section.moreLines + gone };
};

const fewerFacts = (section: FittedSection): FittedSection => {
  const gone = without(section.facts);
  return { ...section, facts: section.facts.slice(0, -gone), moreFacts: section.moreFacts + gone };
};

/** Takes a quarter of the longest list; `undefined` when all are empty. */
const shorten = (
  message: FittedMessage,
  lengthOf: (section: FittedSection) => number,
  shorter: (section: FittedSection) => FittedSection,
): FittedMessage | undefined => {
  const lengths = message.sections.map(lengthOf);
  const longest = Math.max(0, ...lengths);
  if (longest === 0) return undefined;
  const at = lengths.lastIndexOf(longest);
  return {
    ...message,
    sections: message.sections.map((section, index) => (index === at ? shorter(section) : section)),
  };
};

const fewerSections = (message: FittedMessage): FittedMessage | undefined =>
  message.sections.length === 0
    ? undefined
    : { ...message, sections: message.sections.slice(0, -1), moreSections: message.moreSections + 1 };

/** Drops lines, then facts, then sections from the end, until it fits; what falls away is counted. */
export const fitMessage = (message: Message, fits: (fitted: FittedMessage) => boolean): FittedMessage => {
  let fitted = whole(message);
  while (!fits(fitted)) {
    const next =
      shorten(fitted, ({ lines }) => lines.length, fewerLines) ??
      shorten(fitted, ({ facts }) => facts.length, fewerFacts) ??
      fewerSections(fitted);
    if (!next) return fitted;
    fitted = next;
  }
  return fitted;
};
