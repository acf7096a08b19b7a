import { Anchor } from '@mantine/core';
import type { EvaluationReport, Model } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import type { ClassPair } from '../../../components/confusion/class-pair';
import { classInVersion } from './class-in-version';

interface Props {
  readonly model: Model;
  readonly report: EvaluationReport;
  readonly kind: ClassPair | undefined;
  readonly nameOf: (key: string) => string;
}

/** From the few that are kept with the model to all pictures of the true class. */
export const MoreOfClass = ({ model, report, kind, nameOf }: Props) => {
  const { t } = useTranslation();
  const classKey = kind?.truth ?? null;
  if (classKey === null) return null;
  const address = classInVersion(model, report, classKey);
  if (address === undefined) return null;
  return (
    <Anchor component={Link} to={address} size="sm" style={{ alignSelf: 'start' }}>
      {t('models.examples.inVersion', { class: nameOf(classKey) })}
    </Anchor>
  );
};
