import { Button, Progress, Table } from '@mantine/core';
import type { ProjectionRunner } from '@tutti/contracts/system';
import { useDisclosure } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import { useCancelRebuild, useRebuild, type RunnerRef, type RunnerService } from '../../api/runners';
import { Confirm } from '../../components/confirm';
import { useNotifyProblem } from '../../components/use-notify-problem';
import { useFormat } from '../../i18n/use-format';
import { notifyDone } from '../../lib/notify';
import { SkipButton } from './skip-button';
import { LagCell, NameCell, PositionCell, StateCell, stateOf, useTroubleText } from './runner-cells';

const Ask = ({ projection, onClose }: { readonly projection: RunnerRef; readonly onClose: () => void }) => {
  const { t } = useTranslation();
  const rebuild = useRebuild(projection);
  const { name } = projection;
  const onSuccess = (): void => {
    notifyDone(t('system.rebuildDone', { name }));
    onClose();
  };
  return (
    <Confirm
      title={t('system.rebuildTitle', { name })}
      text={t('system.rebuildText')}
      confirm={t('system.rebuild')}
      pending={rebuild.isPending}
      error={rebuild.error}
      // This dialog may be gone by then: a row whose rebuild is seen to run shows another button.
      onConfirm={() => void rebuild.mutateAsync(undefined).then(onSuccess, () => undefined)}
      onClose={onClose}
    />
  );
};

const Actions = ({ projection, running }: { readonly projection: RunnerRef; readonly running: boolean }) => {
  const { t } = useTranslation();
  const [asking, { open, close }] = useDisclosure();
  const cancel = useCancelRebuild(projection);
  const failed = useNotifyProblem();
  const onSuccess = (): void => notifyDone(t('system.cancelDone', { name: projection.name }));
  if (running)
    return (
      <Button
        size="compact-sm"
        variant="subtle"
        color="var(--tutti-bad)"
        loading={cancel.isPending}
        onClick={() => void cancel.mutateAsync(undefined).then(onSuccess, failed)}
      >
        {t('system.cancelRebuild')}
      </Button>
    );
  return (
    <>
      <Button size="compact-sm" variant="subtle" onClick={open}>
        {t('system.rebuild')}
      </Button>
      {asking && <Ask projection={projection} onClose={close} />}
    </>
  );
};

/** How far the new generation has come. */
const RebuildProgress = ({ runner }: { readonly runner: ProjectionRunner }) => {
  const { t } = useTranslation();
  const format = useFormat();
  if (runner.rebuild?.state !== 'running') return null;
  const { position } = runner.rebuild;
  const share = runner.target === 0 ? 0 : Math.min(1, position / runner.target);
  return (
    <Progress.Root size="lg" w={160}>
      <Progress.Section
        value={share * 100}
        color="teal"
        aria-label={t('system.rebuildProgress', { name: runner.name })}
      >
        <Progress.Label>{format.percent(share)}</Progress.Label>
      </Progress.Section>
    </Progress.Root>
  );
};

interface Props {
  readonly service: RunnerService;
  readonly runner: ProjectionRunner;
}

export const ProjectionRow = ({ service, runner }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const troubleText = useTroubleText();
  const running = runner.rebuild?.state === 'running';
  const error = troubleText(runner) ?? runner.rebuild?.error ?? null;
  return (
    <Table.Tr>
      <NameCell name={runner.name} kind="projection" error={error} />
      <StateCell state={running ? 'rebuilding' : stateOf(runner)}>
        <RebuildProgress runner={runner} />
      </StateCell>
      <PositionCell position={runner.position} target={runner.target} />
      <LagCell lag={runner.lag} />
      <Table.Td data-label={t('system.column.generation')}>{format.number(runner.generation)}</Table.Td>
      <Table.Td ta="end">
        <SkipButton trouble={runner.trouble} />
        <Actions projection={{ service, name: runner.name }} running={running} />
      </Table.Td>
    </Table.Tr>
  );
};
