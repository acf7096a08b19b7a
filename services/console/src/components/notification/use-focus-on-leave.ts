import { useLayoutEffect, useRef, type RefObject } from 'react';

const dismissIn = (row: Element | null): HTMLElement | null =>
  row?.querySelector<HTMLElement>('[data-dismiss]') ?? null;

/** A row that is dismissed takes the focus with it: it goes on to the next one, so that one can dismiss that too. */
export const useFocusOnLeave = (): {
  readonly row: RefObject<HTMLLIElement | null>;
  readonly leave: () => void;
} => {
  const row = useRef<HTMLLIElement>(null);
  const leaving = useRef(false);
  // Before the row is gone: afterwards it has no neighbours.
  useLayoutEffect(() => {
    const shown = row.current;
    return () => {
      const { activeElement: focused } = document;
      if (!shown || !leaving.current || !(focused === document.body || shown.contains(focused))) return;
      (dismissIn(shown.nextElementSibling) ?? dismissIn(shown.previousElementSibling))?.focus();
    };
  }, []);
  return {
    row,
    leave: () => {
      leaving.current = true;
    },
  };
};
