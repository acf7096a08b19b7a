import { Anchor, Badge, Group } from '@mantine/core';
import { IconArrowLeft } from '@tabler/icons-react';
import type { Rollout } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { useAuthor } from '../../components/event/use-author';
import { PageHeader } from '../../components/page-header';
import { RolloutStatus } from '../../components/rollout/rollout-status';
import { TimeAgo } from '../../components/time-ago';
import { RolloutActions } from './rollout-actions';

export const BackToRollouts = () => {
  const { t } = useTranslation();
  return (
    <Anchor component={Link} to="/rollouts" size="sm" c="dimmed">
      <IconArrowLeft size={14} aria-hidden="true" style={{ verticalAlign: '-2px' }} /> {t('rollouts.back')}
    </Anchor>
  );
};

interface Props {
  readonly rollout: Rollout;
}

const People = ({ rollout: { cause, plannedBy, approvedBy, plannedAt } }: Props) => {
  const { t } = useTranslation();
  const planner = useAuthor(plannedBy);
  const approver = useAuthor(approvedBy);
  return (
    <span>
      {cause.kind === 'template' ? t('rollout.byTemplate') : t('rollout.plannedBy', { who: planner })}
      {approvedBy !== null && `, ${t('rollout.approvedBy', { who: approver })}`} · <TimeAgo at={plannedAt} />
    </span>
  );
};

/** What goes out, how it stands, who wanted it, and what can be done. */
export const RolloutHeader = ({ rollout }: Props) => {
  const { t } = useTranslation();
  const { name, status, model, mode } = rollout;
  return (
    <PageHeader
      title={name}
      above={<BackToRollouts />}
      text={
        <Group gap="sm">
          <span role="status">
            <RolloutStatus status={status} />
          </span>
          <Anchor component={Link} to={`/models/${model.modelId}`} size="sm" className="wrap-anywhere">
            {model.name} {model.version}
          </Anchor>
          {mode === 'shadow' && (
            <Badge variant="light" radius="sm" tt="none" fw={550}>
              {t('rollout.shadow')}
            </Badge>
          )}
          <People rollout={rollout} />
        </Group>
      }
      actions={<RolloutActions rollout={rollout} />}
    />
  );
};
