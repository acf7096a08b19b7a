/** A value of a filter, quoted. */
export const quote = (value: string): string => `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`;

const searchedInDevices = ['name', 'serial', 'site'] as const;

/** Words of a search box as a filter: any of the fields contains them. */
export const searchFilter = (search: string, fields: readonly string[] = searchedInDevices): string =>
  search === '' ? '' : fields.map((field) => `${field}=like=${quote(`*${search}*`)}`).join(',');

/** All of these must hold; empty ones say nothing. */
export const allOf = (filters: readonly string[]): string => {
  const parts = filters.filter(Boolean);
  return parts.length < 2 ? (parts[0] ?? '') : parts.map((part) => `(${part})`).join(';');
};

/** `q` of a list: the typed filter comes first, so that the characters of an error are those of its text, plus one. */
export const composeFilter = (filter: string, search: string): string => {
  return allOf([filter.trim(), searchFilter(search.trim())]);
};

/** Character (from 0) of the typed filter at which the server found the error; undefined when it does not say. */
export const faultPosition = (detail: string, filter: string, search: string): number | undefined => {
  const stated = /at character (\d+)/.exec(detail)?.[1];
  if (stated === undefined) return undefined;
  const lead = filter.length - filter.trimStart().length - (search.trim() === '' ? 0 : 1);
  return Math.min(Math.max(Number(stated) - 1 + lead, 0), filter.length);
};
