import { Button, Paper, Text } from '@mantine/core';
import { IconSearchOff } from '@tabler/icons-react';
import type { Rollout } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../../components/empty-state';
import { RolloutTable } from '../../components/rollout/rollout-table';
import { FirstRollout } from './first-rollout';

interface Props {
  readonly rollouts: readonly Rollout[];
  /** Whether all are asked for. */
  readonly whole: boolean;
  readonly mayManage: boolean;
  readonly onClear: () => void;
}

/** Rollouts as a table; where there is none, what to do about it. */
export const RolloutList = ({ rollouts, whole, mayManage, onClear }: Props) => {
  const { t } = useTranslation();
  if (rollouts.length === 0 && whole) return <FirstRollout mayManage={mayManage} />;
  if (rollouts.length === 0)
    return (
      <Paper withBorder radius="lg">
        <EmptyState
          icon={<IconSearchOff size={24} />}
          title={t('rollouts.list.noMatchTitle')}
          text={t('rollouts.list.noMatchText')}
        >
          <Button variant="default" mt="sm" onClick={onClear}>
            {t('rollouts.list.clear')}
          </Button>
        </EmptyState>
      </Paper>
    );
  return (
    <>
      <RolloutTable rollouts={rollouts} />
      <Text size="sm" c="dimmed" role="status">
        {t('rollouts.list.shown', { count: rollouts.length })}
      </Text>
    </>
  );
};
