import { useTranslation } from 'react-i18next';
import { runs } from '../../../i18n/en/runs';

type Known = keyof typeof runs.steps.name;
const isKnown = (name: string): name is Known => Object.hasOwn(runs.steps.name, name);

/** A step in words; those of another trainer as it names them. */
export const useStepName = (): ((name: string) => string) => {
  const { t } = useTranslation();
  return (name) => (isKnown(name) ? t(`runs.steps.name.${name}`) : name.replaceAll('-', ' '));
};
