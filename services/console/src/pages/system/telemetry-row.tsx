import { Table } from '@mantine/core';
import type { TelemetryRunner } from '@tutti/contracts/system';
import { useTranslation } from 'react-i18next';
import { useFormat } from '../../i18n/use-format';
import { LagCell, NameCell, StateCell, stateOf } from './runner-cells';

/** Devices send all the time: what is on its way is not behind. */
const oneBatch = 500;

export const TelemetryRow = ({ runner }: { readonly runner: TelemetryRunner }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const facts = [
    t('system.telemetryFacts', { received: format.number(runner.received) }),
    ...(runner.missed > 0 ? [t('system.missed', { count: runner.missed })] : []),
    ...(runner.malformed > 0 ? [t('system.malformed', { count: runner.malformed })] : []),
  ];
  return (
    <Table.Tr>
      <NameCell name={runner.name} kind="telemetry" error={runner.error} />
      <StateCell state={stateOf(runner, oneBatch)} />
      <Table.Td data-label={t('system.column.position')}>{facts.join(', ')}</Table.Td>
      <LagCell lag={runner.lag} />
      <Table.Td data-label={t('system.column.generation')}>{t('state.none')}</Table.Td>
      <Table.Td />
    </Table.Tr>
  );
};
