/** A value of a filter, quoted. */
export const quote = (value: string): string => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const searched = ['name', 'serial', 'site'] as const;

/** Words of the search box as a filter: any of name, serial and site contains them. */
const searchFilter = (search: string): string =>
  searched.map((field) => `${field}=like=${quote(`*${search}*`)}`).join(',');

/** `q` of a list: the typed filter comes first, so that the characters of an error are those of its text, plus one. */
export const composeFilter = (filter: string, search: string): string => {
  const parts = [filter.trim(), search.trim() === '' ? '' : searchFilter(search.trim())].filter(Boolean);
  return parts.length < 2 ? (parts[0] ?? '') : parts.map((part) => `(${part})`).join(';');
};

/** Character (from 0) of the typed filter at which the server found the error; undefined when it does not say. */
export const faultPosition = (detail: string, filter: string, search: string): number | undefined => {
  const stated = /at character (\d+)/.exec(detail)?.[1];
  if (stated === undefined) return undefined;
  const lead = filter.length - filter.trimStart().length - (search.trim() === '' ? 0 : 1);
  return Math.min(Math.max(Number(stated) - 1 + lead, 0), filter.length);
};
