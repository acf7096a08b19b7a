import { useEffect, useRef } from 'react';
import { useLocation } from 'react-router';

/** A new page begins at its beginning for keyboard and screen reader too. Tabs of one page keep the focus. */
export const useFocusOnNavigation = (): React.RefObject<HTMLElement | null> => {
  const main = useRef<HTMLElement>(null);
  const page = useLocation().pathname.split('/').slice(0, 3).join('/');
  const shown = useRef(page);
  useEffect(() => {
    if (shown.current === page) return;
    shown.current = page;
    main.current?.focus({ preventScroll: true });
  }, [page]);
  return main;
};
