import { Button, Group, Text } from '@mantine/core';
import { IconAlertTriangleFilled, IconCheck } from '@tabler/icons-react';
import type { Rollout, RolloutGroup } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { CountsBar } from '../../../components/rollout/counts-bar';
import { Section } from '../../../components/section';
import { useDeviceFilter } from '../devices/device-filter';
import { useGroupTitle } from './group-title';
import { Meter } from './meter';
import { counted, passesAt, pausesAt } from './thresholds';
import './group-stages.css';

interface StageProps {
  readonly group: RolloutGroup;
  readonly index: number;
  readonly rolloutStatus: Rollout['status'];
  /** None is planned after it. */
  readonly isLast: boolean;
}

const StageNumber = ({ group: { status }, index }: Pick<StageProps, 'group' | 'index'>) => (
  <span className="stage-number num" aria-hidden="true">
    {status === 'passed' && <IconCheck size={17} stroke={2.4} />}
    {status === 'failed' && <IconAlertTriangleFilled size={16} />}
    {status !== 'passed' && status !== 'failed' && index + 1}
  </span>
);

/** How far it is to its thresholds. */
const Meters = ({ group }: Pick<StageProps, 'group'>) => {
  const { t } = useTranslation();
  const { succeeded, failed } = group.counts;
  const of = counted(group.counts);
  const success = { value: succeeded, of, mark: passesAt(group, of) };
  const error = { value: failed, of, mark: pausesAt(group, of) };
  return (
    <div className="stage-meters">
      <Meter
        name={t('rollout.groups.have')}
        tone="good"
        {...success}
        note={`${t('rollout.groups.haveOf', success)} · ${t('rollout.groups.passesAt', success)}`}
        said={t('rollout.groups.haveSaid', success)}
      />
      <Meter
        name={t('rollout.groups.failed')}
        tone="bad"
        {...error}
        note={`${t('rollout.groups.haveOf', error)} · ${t('rollout.groups.pausesAt', error)}`}
        said={t('rollout.groups.failedSaid', error)}
      />
    </div>
  );
};

/** A stage of a rollout that stands still does not run, and one of a rollout that was stopped never will. */
const useStanding = ({ group: { status }, rolloutStatus }: Pick<StageProps, 'group' | 'rolloutStatus'>) => {
  const { t } = useTranslation();
  const halted =
    rolloutStatus === 'stopped' ? ['waiting', 'running'] : rolloutStatus === 'paused' ? ['running'] : [];
  return halted.includes(status)
    ? t(`rollouts.status.${rolloutStatus}`)
    : t(`rollout.groups.status.${status}`);
};

const Stage = ({ group, index, rolloutStatus, isLast }: StageProps) => {
  const { t } = useTranslation();
  const title = useGroupTitle()(group);
  const { show } = useDeviceFilter();
  const standing = useStanding({ group, rolloutStatus });
  const { status, counts, onSuccess, kind } = group;
  return (
    <li
      data-group={index}
      data-group-status={status}
      aria-current={status === 'running' && rolloutStatus !== 'stopped' ? 'step' : undefined}
    >
      <StageNumber group={group} index={index} />
      <div>
        <Group justify="space-between" gap="xs" mb={8}>
          <Text fw={600} size="sm" className="wrap-anywhere">
            {title}{' '}
            <Text span size="sm" c="dimmed" fw={500}>
              {standing}
            </Text>
          </Text>
          {counts.devices > counts.waiting && (
            <Button
              size="compact-xs"
              variant="subtle"
              onClick={() => show({ which: 'all', code: '', group: String(index) })}
            >
              {t('rollout.groups.show')}
            </Button>
          )}
        </Group>
        <CountsBar counts={counts} label={title} />
        {counts.devices > 0 && <Meters group={group} />}
        {kind === 'planned' && !isLast && status !== 'passed' && (
          <Text size="xs" c="dimmed" mt={6}>
            {t(`rollout.groups.then.${onSuccess}`)}
          </Text>
        )}
      </div>
    </li>
  );
};

/** Groups in their order: which is through, which runs, what it takes. */
export const GroupStages = ({ rollout: { groups, status } }: { readonly rollout: Rollout }) => {
  const { t } = useTranslation();
  const planned = groups.filter(({ kind }) => kind === 'planned').length;
  const shown = groups
    .map((group, index) => ({ group, index }))
    .filter(({ group }) => group.kind === 'planned' || group.counts.devices > 0);
  return (
    <Section title={t('rollout.groups.title')} aside={t('rollout.groups.aside')}>
      <ol className="stages" aria-label={t('rollout.groups.title')}>
        {shown.map((stage) => (
          <Stage key={stage.index} {...stage} rolloutStatus={status} isLast={stage.index >= planned - 1} />
        ))}
      </ol>
    </Section>
  );
};
