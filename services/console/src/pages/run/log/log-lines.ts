import type { LogLine } from '@tutti/contracts/training';

/** Those that say what is searched for, in any case. */
export const matching = (lines: readonly LogLine[], search: string): readonly LogLine[] => {
  const wanted = search.trim().toLowerCase();
  return wanted === '' ? lines : lines.filter(({ text }) => text.toLowerCase().includes(wanted));
};

/** A line cut where it says what is searched for; odd parts say it. */
export const cutAt = (text: string, search: string): readonly string[] => {
  const wanted = search.trim().toLowerCase();
  if (wanted === '') return [text];
  const parts: string[] = [];
  const lower = text.toLowerCase();
  let from = 0;
  for (let at = lower.indexOf(wanted); at >= 0; at = lower.indexOf(wanted, from)) {
    parts.push(text.slice(from, at), text.slice(at, at + wanted.length));
    from = at + wanted.length;
  }
  return [...parts, text.slice(from)];
};
