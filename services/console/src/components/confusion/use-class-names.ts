import type { EvaluationReport } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';

/** What the rows and columns of a confusion matrix are called. Detection has one more: nothing there. */
export const useClassNames = ({
  classes,
  confusion,
}: Pick<EvaluationReport, 'classes' | 'confusion'>): readonly string[] => {
  const { t } = useTranslation();
  const names = classes.map(({ name }) => name);
  return confusion.length > names.length ? [...names, t('models.confusion.nothing')] : names;
};
