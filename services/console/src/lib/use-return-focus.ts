import { useEffect, useState } from 'react';

/** What opens something from a menu is gone with the menu; who opened the menu stays. */
const lasting = (element: Element | null): Element | null => {
  const menu = element?.closest('[role="menu"]');
  return menu ? document.getElementById(menu.getAttribute('aria-labelledby') ?? '') : element;
};

/**
 * For a dialog that is there as long as it is open: whoever opened it has the focus again when it goes, unless the focus
 * has gone elsewhere by then. Mantine returns it only where a dialog stays and is told to close.
 */
export const useReturnFocus = (): void => {
  // While it is drawn for the first time it has not taken the focus yet.
  const [opener] = useState(() => lasting(document.activeElement));
  useEffect(
    () => () => {
      const isLost = document.activeElement === null || document.activeElement === document.body;
      if (isLost && opener instanceof HTMLElement && opener.isConnected)
        opener.focus({ preventScroll: true });
    },
    [opener],
  );
};
