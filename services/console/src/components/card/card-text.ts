/** A text of a card as lines: those of a list, and those between. */
export interface CardLine {
  readonly listed: boolean;
  readonly text: string;
}

/** Cards are Markdown, and ours escape everything that could be mark-up. */
const unescaped = (text: string): string => text.replace(/\\([\\*[\]`~_])/g, '$1');

/** The little Markdown that our cards have: lists and escapes. */
export const cardLines = (text: string): readonly CardLine[] =>
  text.split('\n').map((line) => {
    const listed = line.startsWith('- ');
    return { listed, text: unescaped(listed ? line.slice(2) : line) };
  });
