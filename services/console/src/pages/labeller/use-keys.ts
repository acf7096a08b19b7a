import { useEffect, useEffectEvent } from 'react';
import { isDialogOpen, isTyping } from '../../lib/keyboard';
import { keyOf } from './keys';

/** True when it has been dealt with. */
export type OnKey = (key: string, event: KeyboardEvent) => boolean;

/** What a button, a link or a disclosure does by these keys remains theirs. */
const isTheirs = (key: string, target: EventTarget | null): boolean =>
  (key === 'Enter' || key === ' ') &&
  target instanceof HTMLElement &&
  target.closest('button, a, summary') !== null;

/** Keys of the whole page, unless somebody types or a dialog is open. */
export const useKeys = (onDown: OnKey, onUp: OnKey): void => {
  const press = useEffectEvent((event: KeyboardEvent, on: 'down' | 'up') => {
    const key = keyOf(event);
    if (isTyping(event.target) || isDialogOpen() || isTheirs(key, event.target)) return;
    if ((on === 'down' ? onDown : onUp)(key, event)) event.preventDefault();
  });
  useEffect(() => {
    const down = (event: KeyboardEvent): void => press(event, 'down');
    const up = (event: KeyboardEvent): void => press(event, 'up');
    document.addEventListener('keydown', down);
    document.addEventListener('keyup', up);
    return () => {
      document.removeEventListener('keydown', down);
      document.removeEventListener('keyup', up);
    };
  }, []);
};
