import { Button, Tooltip } from '@mantine/core';
import { IconRocket } from '@tabler/icons-react';
import type { Model } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { usePermissions } from '../../api/use-permissions';
import { unfitFor } from '../../components/rollout/unfit';

/** To the plan of a rollout; where there can be none, it says why. */
export const RollOutButton = ({ model }: { readonly model: Model }) => {
  const { t } = useTranslation();
  const may = usePermissions();
  if (!may('deployments:read')) return null;
  const unfit = may('deployments:manage') ? unfitFor(model) : 'forbidden';
  const icon = <IconRocket size={16} />;
  if (unfit === undefined)
    return (
      <Button component={Link} to={`/rollouts/new?model=${model.id}`} leftSection={icon}>
        {t('rolloutPlan.rollOut')}
      </Button>
    );
  const why = t(`rolloutPlan.unfit.${unfit}`);
  // A button that is disabled takes no focus: nobody at the keyboard would learn why.
  return (
    <Tooltip label={why} events={{ hover: true, focus: true, touch: true }}>
      <Button
        data-disabled
        aria-disabled="true"
        aria-description={why}
        leftSection={icon}
        onClick={(event) => event.preventDefault()}
      >
        {t('rolloutPlan.rollOut')}
      </Button>
    </Tooltip>
  );
};
