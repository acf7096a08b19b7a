import type { Tags } from '@tutti/contracts/devices';

/** `{line: '3'}` → `['line=3']`, as people edit tags. A tag without a value stands alone. */
export const tagsToText = (tags: Tags): string[] =>
  Object.entries(tags).map(([key, value]) => (value === '' ? key : `${key}=${value}`));

export const textToTags = (entries: readonly string[]): Tags =>
  Object.fromEntries(
    entries.map((entry) => {
      const [key = '', ...value] = entry.split('=');
      return [key.trim(), value.join('=').trim()];
    }),
  );
