import { useTranslation } from 'react-i18next';
import { notifyFailed } from '../lib/notify';
import { problemText } from './problem-text';

/** Says what went wrong where there is no place for it beside what was pressed. */
export const useNotifyProblem = (): ((error: unknown) => void) => {
  const { t, i18n } = useTranslation();
  return (error) => {
    const { title, detail } = problemText(error, t, i18n.language);
    notifyFailed(title, detail);
  };
};
