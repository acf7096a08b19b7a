import { Button, Group, NumberInput, Stack, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ProcessRunner } from '@tutti/contracts/system';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useAdopt, type RunnerRef, type RunnerService } from '../../api/runners';
import { Dialog } from '../../components/dialog';
import { ProblemAlert } from '../../components/problem-alert';
import { notifyDone } from '../../lib/notify';
import { ParkedDialog } from './parked-dialog';
import { SkipButton } from './skip-button';
import { LagCell, NameCell, PositionCell, StateCell, stateOf, useTroubleText } from './runner-cells';

interface AdoptProps {
  readonly process: RunnerRef;
  readonly target: number;
  readonly onClose: () => void;
}

/** The usual answer is the newest position: what the other log holds was done by whoever restored it. */
const AdoptDialog = ({ process, target, onClose }: AdoptProps) => {
  const { t } = useTranslation();
  const [position, setPosition] = useState<number | string>(target);
  const adopt = useAdopt(process);
  const { name } = process;
  const submit = (event: React.SubmitEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const done = (): void => {
      notifyDone(t('system.adoptDone', { name, position }));
      onClose();
    };
    // The runner may be well, and this dialog gone, by then.
    void adopt.mutateAsync(Number(position)).then(done, () => undefined);
  };
  return (
    <Dialog onClose={onClose} title={t('system.adoptTitle', { name })}>
      <form onSubmit={submit}>
        <Stack>
          <Text size="sm">{t('system.adoptText')}</Text>
          <NumberInput
            label={t('system.adoptPosition')}
            min={0}
            allowDecimal={false}
            required
            value={position}
            onChange={setPosition}
          />
          {adopt.error && <ProblemAlert error={adopt.error} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t('action.cancel')}
            </Button>
            <Button type="submit" color="red.8" loading={adopt.isPending}>
              {t('system.adopt')}
            </Button>
          </Group>
        </Stack>
      </form>
    </Dialog>
  );
};

interface Props {
  readonly service: RunnerService;
  readonly runner: ProcessRunner;
}

const Actions = ({ service, runner }: Props) => {
  const { t } = useTranslation();
  const [adopting, adopt] = useDisclosure();
  const [looking, parked] = useDisclosure();
  const process = { service, name: runner.name };
  return (
    <Group gap={4} justify="flex-end">
      {runner.parked > 0 && (
        <Button size="compact-sm" variant="subtle" onClick={parked.open}>
          {t('system.parked', { count: runner.parked })}
        </Button>
      )}
      <SkipButton trouble={runner.trouble} />
      {runner.trouble?.kind === 'other-log' && (
        <Button size="compact-sm" variant="subtle" color="var(--tutti-bad)" onClick={adopt.open}>
          {t('system.adopt')}
        </Button>
      )}
      {looking && <ParkedDialog process={process} onClose={parked.close} />}
      {adopting && <AdoptDialog process={process} target={runner.target} onClose={adopt.close} />}
    </Group>
  );
};

export const ProcessRow = ({ service, runner }: Props) => {
  const { t } = useTranslation();
  const troubleText = useTroubleText();
  return (
    <Table.Tr>
      <NameCell name={runner.name} kind="process" error={troubleText(runner)} />
      <StateCell state={stateOf(runner)} />
      <PositionCell position={runner.position} target={runner.target} />
      <LagCell lag={runner.lag} />
      <Table.Td data-label={t('system.column.generation')}>{t('state.none')}</Table.Td>
      <Table.Td ta="end">
        <Actions service={service} runner={runner} />
      </Table.Td>
    </Table.Tr>
  );
};
