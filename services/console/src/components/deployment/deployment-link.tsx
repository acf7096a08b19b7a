import { Anchor, VisuallyHidden } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { useShownDeployment } from './use-shown-deployment';

interface Props {
  readonly id: string;
  /** What it is about, for those who hear it. */
  readonly name: string;
  readonly children: ReactNode;
}

/** Shows a deployment beside the page. */
export const DeploymentLink = ({ id, name, children }: Props) => {
  const { t } = useTranslation();
  const [, show] = useShownDeployment();
  return (
    <Anchor component="button" type="button" size="sm" ta="start" onClick={() => show(id)}>
      {children}
      <VisuallyHidden> {t('rollout.table.details', { name })}</VisuallyHidden>
    </Anchor>
  );
};
