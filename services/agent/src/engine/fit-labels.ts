/** The inference summary contract (requirements §2) takes labels of at most 32 characters. */
const longest = 32;

/** Objects take the second for something else than a property. */
const fits = (label: string): boolean => label.length <= longest && label !== '__proto__';

/** Changes labels that do not fit and keeps all of them different. */
export function fitLabels(labels: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set(labels.filter(fits));
  return new Map(labels.map((label) => [label, fit(label, taken)]));
}

/** A label that no model knows, such as the truth of a class that it never learned. */
export const shortened = (label: string): string => (fits(label) ? label : `${label.slice(0, longest - 1)}…`);

function fit(label: string, taken: Set<string>): string {
  if (fits(label)) return label;
  let short = shortened(label);
  for (let number = 2; taken.has(short); number++) {
    const mark = `…${number}`;
    short = label.slice(0, longest - mark.length) + mark;
  }
  taken.add(short);
  return short;
}
