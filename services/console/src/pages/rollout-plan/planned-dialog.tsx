import { Button, Group, Stack, Text } from '@mantine/core';
import type { Rollout } from '@tutti/contracts/deployment';
import { useTranslation } from 'react-i18next';
import { useRolloutCommand } from '../../api/rollout';
import { Dialog } from '../../components/dialog';
import { ProblemAlert } from '../../components/problem-alert';
import { notifyDone } from '../../lib/notify';

interface Props {
  readonly rollout: Rollout;
  /** Goes to its page. */
  readonly onLook: () => void;
}

/** It is stored: does it begin now? */
export const PlannedDialog = ({ rollout, onLook }: Props) => {
  const { t } = useTranslation();
  const tell = useRolloutCommand(rollout);
  const { name, counts, model } = rollout;
  const start = (): void => {
    const done = (): void => {
      notifyDone(t('rolloutPlan.planned.started', { name }));
      onLook();
    };
    tell.mutateAsync({ command: 'start', reason: '' }).then(done, () => undefined);
  };
  return (
    <Dialog title={t('rolloutPlan.planned.title', { name })} onClose={onLook} closeOnClickOutside={false}>
      <Stack>
        <Text size="sm">
          {t('rolloutPlan.planned.text', { count: counts.devices, model: `${model.name} ${model.version}` })}
        </Text>
        {tell.error !== null && <ProblemAlert error={tell.error} />}
        <Group justify="flex-end">
          <Button variant="default" onClick={onLook}>
            {t('rolloutPlan.planned.look')}
          </Button>
          <Button data-autofocus loading={tell.isPending} onClick={start}>
            {t('rolloutPlan.planned.start')}
          </Button>
        </Group>
      </Stack>
    </Dialog>
  );
};
