import type { KeyboardEvent } from 'react';

export interface GridKeys {
  readonly columns: number;
  readonly count: number;
  readonly current: number;
  readonly move: (to: number, extending: boolean) => void;
  readonly toggle: (index: number) => void;
  readonly open: (index: number) => void;
  readonly details: (index: number) => void;
  readonly chooseAll: () => void;
  readonly chooseNone: () => void;
}

const stepOf = (key: string, columns: number, count: number): number | undefined => {
  switch (key) {
    case 'ArrowLeft':
      return -1;
    case 'ArrowRight':
      return 1;
    case 'ArrowUp':
      return -columns;
    case 'ArrowDown':
      return columns;
    case 'PageUp':
      return -4 * columns;
    case 'PageDown':
      return 4 * columns;
    case 'Home':
      return -count;
    case 'End':
      return count;
    default:
      return undefined;
  }
};

/** The key's deed; undefined for keys that mean nothing here. */
const deedOf = (event: KeyboardEvent, keys: GridKeys): (() => void) | undefined => {
  const { current, count, columns } = keys;
  const step = stepOf(event.key, columns, count);
  if (step !== undefined)
    return () => keys.move(Math.min(Math.max(current + step, 0), count - 1), event.shiftKey);
  if ((event.ctrlKey || event.metaKey) && event.key === 'a') return keys.chooseAll;
  if (event.ctrlKey || event.metaKey || event.altKey) return undefined;
  switch (event.key) {
    case ' ':
      return () => keys.toggle(current);
    case 'Enter':
      return () => keys.open(current);
    case 'i':
      return () => keys.details(current);
    case 'Escape':
      return keys.chooseNone;
    default:
      return undefined;
  }
};

/** Keys of the grid, as the ARIA pattern of a grid has them. */
export const gridKeyHandler =
  (keys: GridKeys) =>
  (event: KeyboardEvent): void => {
    const deed = event.target instanceof HTMLButtonElement ? undefined : deedOf(event, keys);
    if (!deed) return;
    event.preventDefault();
    deed();
  };
