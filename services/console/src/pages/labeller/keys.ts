import type { ShownClass } from '@tutti/contracts/datasets';

export interface Pressed {
  readonly key: string;
  readonly code: string;
}

/** Letters and digits by the place of the key where the keyboard writes another script (Hangul, Cyrillic). */
export const keyOf = ({ key, code }: Pressed): string => {
  if (/^[\x20-\x7e]$/.test(key)) return key.toLowerCase();
  const [, letter] = /^(?:Key|Digit|Numpad)([A-Z0-9])$/.exec(code) ?? [];
  return key.length > 1 && key !== 'Process' ? key : (letter?.toLowerCase() ?? key);
};

/** Keys of the classes: their own, and 1 to 9 in their order where those are free. */
export const classKeys = (classes: readonly ShownClass[]): ReadonlyMap<string, ShownClass> => {
  const keys = new Map<string, ShownClass>();
  for (const one of classes) if (one.shortcut !== null) keys.set(one.shortcut, one);
  classes.slice(0, 9).forEach((one, index) => {
    const digit = String(index + 1);
    if (!keys.has(digit)) keys.set(digit, one);
  });
  return keys;
};

/** What a class is reached by, its own key first. */
export const keysOf = (of: ShownClass, keys: ReadonlyMap<string, ShownClass>): readonly string[] =>
  [...keys].filter(([, one]) => one.key === of.key).map(([key]) => key);

/** A key that a class has taken does what it says with Shift. */
export const shownKey = (key: string, keys: ReadonlyMap<string, ShownClass>): string =>
  keys.has(key.toLowerCase()) ? `Shift+${key}` : key;

/** A key that is held goes on looking, and says nothing of pictures that nobody has looked at. */
const held: ReadonlySet<string> = new Set(['ArrowLeft', 'ArrowRight', '+', '=', '-']);
export const mayAct = (key: string, { repeat }: { readonly repeat: boolean }): boolean =>
  !repeat || held.has(key);
