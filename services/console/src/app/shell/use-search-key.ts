import { useEffect } from 'react';
import { useNavigate } from 'react-router';
import { isDialogOpen, isTyping } from '../../lib/keyboard';

const focusSearch = (): boolean => {
  const search = document.querySelector<HTMLInputElement>('[data-search]');
  search?.focus();
  return search !== null;
};

/** `/` goes to the page's search; where there is none, to that of the edges. */
export const useSearchKey = (): void => {
  const navigate = useNavigate();
  useEffect(() => {
    const onKey = (event: KeyboardEvent): void => {
      const modified = event.ctrlKey || event.metaKey || event.altKey;
      if (event.key !== '/' || modified || isTyping(event.target)) return;
      if (isDialogOpen()) return;
      event.preventDefault();
      if (!focusSearch()) void navigate('/edges', { state: { focusSearch: true } });
    };
    document.addEventListener('keydown', onKey);
    return () => document.removeEventListener('keydown', onKey);
  }, [navigate]);
};
