import { useQueryState } from '../../../lib/use-query-state';

const usual = { command: '' };

/** The command that the page shows, kept in its address: a reload or a link shows it again. */
export const useShownCommand = (): readonly [string | undefined, (id: string | undefined) => void] => {
  const [{ command }, change] = useQueryState(usual);
  return [command === '' ? undefined : command, (id) => change({ command: id ?? '' })];
};
