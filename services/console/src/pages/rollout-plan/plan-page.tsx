import { Anchor } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { PageHeader } from '../../components/page-header';
import { useNarrow } from '../../lib/use-narrow';
import { PlanActions } from './plan-actions';
import { PlanForm } from './plan-form';
import './plan-page.css';
import { PlannedDialog } from './planned-dialog';
import { PreviewPanel } from './preview-panel';
import { usePlan } from './use-plan';
import { usePlanning } from './use-planning';

/** Everything about a rollout in one form, and beside it what it would do. */
export const PlanPage = () => {
  const { t } = useTranslation();
  const narrow = useNarrow();
  const plan = usePlan();
  const planning = usePlanning(plan);
  const { planned } = planning;
  const actions = <PlanActions plan={plan} planning={planning} />;
  return (
    <>
      <PageHeader
        title={t('rolloutPlan.title')}
        text={t('rolloutPlan.text')}
        above={
          <Anchor component={Link} to="/rollouts" size="sm" c="dimmed">
            <IconArrowLeft size={14} aria-hidden="true" style={{ verticalAlign: '-2px' }} />{' '}
            {t('rollouts.back')}
          </Anchor>
        }
      />
      <div className="plan">
        <PlanForm plan={plan} />
        <aside className="plan-aside" aria-label={t('rolloutPlan.preview.title')}>
          <PreviewPanel plan={plan} planning={planning} />
          {!narrow && actions}
        </aside>
        {narrow && <div className="plan-foot">{actions}</div>}
      </div>
      {planned && <PlannedDialog rollout={planned} onLook={() => planning.look(planned)} />}
    </>
  );
};
