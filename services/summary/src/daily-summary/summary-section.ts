import type { Message, SummaryFigures } from '@tutti/contracts/summary';
import type { Formats } from './summary-formats';
import type { SummaryTexts } from './summary-texts';

export type Section = Message['sections'][number];
type Fact = Section['facts'][number];

export interface Writing {
  readonly figures: SummaryFigures;
  readonly texts: SummaryTexts;
  readonly say: Formats;
}

/** Lines of one section: what else there is stands behind the link. */
const mostLines = 10;

export const fact = (name: string, value: string): Fact => ({ name, value });
export const unlessNone = (n: number, name: string, value: string): readonly Fact[] =>
  n === 0 ? [] : [fact(name, value)];

/** A section of lines; none without a line. `more`: beyond those that the figures hold. */
export const listed = (
  title: string,
  lines: readonly string[],
  { texts, say }: Pick<Writing, 'texts' | 'say'>,
  more = 0,
): readonly Section[] => {
  const shown = lines.slice(0, mostLines).map((line) => line.slice(0, 300));
  const left = lines.length - shown.length + more;
  if (shown.length === 0) return [];
  return [{ title, facts: [], lines: left > 0 ? [...shown, texts.more(say.number(left))] : shown }];
};
