import { Stack, Table, Text } from '@mantine/core';
import type { ProcessRunner, ProjectionRunner } from '@tutti/contracts/system';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { StatusDot } from '../../components/status-badge';
import { useFormat } from '../../i18n/use-format';

type State = 'well' | 'behind' | 'starting' | 'failing' | 'stopped' | 'rebuilding';

const dots = {
  well: 'inferencing',
  behind: 'no-stream',
  starting: 'no-stream',
  failing: 'error',
  stopped: 'disconnected',
  rebuilding: 'ready',
} as const;

interface Shown {
  readonly phase: string;
  readonly ready: boolean;
  readonly lag: number | null;
  readonly position?: number;
  readonly target?: number;
}

const isBehind = ({ lag, position = 0, target = 0 }: Shown, inFlight: number): boolean =>
  (lag ?? 0) > inFlight || position < target;

/** Of a runner, in a word for people. */
export const stateOf = (runner: Shown, inFlight = 0): State => {
  if (runner.phase === 'failing' || runner.phase === 'stopped') return runner.phase;
  if (runner.phase === 'idle') return 'starting';
  return runner.ready && !isBehind(runner, inFlight) ? 'well' : 'behind';
};

export const NameCell = (props: {
  readonly name: string;
  readonly kind: 'projection' | 'process' | 'telemetry';
  readonly error: string | null;
}) => {
  const { t } = useTranslation();
  return (
    <Table.Td className="wrap-anywhere" data-label={t('system.column.name')} maw={420}>
      <Stack gap={2}>
        <Text fw={550} size="sm">
          {props.name}
        </Text>
        <Text size="xs" c="dimmed">
          {t(`system.kind.${props.kind}`)}
        </Text>
        {props.error !== null && (
          <Text size="xs" c="var(--tutti-bad)" role="status">
            {props.error}
          </Text>
        )}
      </Stack>
    </Table.Td>
  );
};

export const StateCell = ({ state, children }: { readonly state: State; readonly children?: ReactNode }) => {
  const { t } = useTranslation();
  return (
    <Table.Td data-label={t('system.column.state')}>
      <Stack gap={6}>
        <span className="status">
          <StatusDot badge={dots[state]} />
          {t(`system.state.${state}`)}
        </span>
        {children}
      </Stack>
    </Table.Td>
  );
};

export const PositionCell = ({
  position,
  target,
}: {
  readonly position: number;
  readonly target: number;
}) => {
  const { t } = useTranslation();
  const format = useFormat();
  const text =
    position === target
      ? format.number(position)
      : t('system.ofTarget', { position: format.number(position), target: format.number(target) });
  return <Table.Td data-label={t('system.column.position')}>{text}</Table.Td>;
};

/** Unknown where another replica does the work. */
export const LagCell = ({ lag }: { readonly lag: number | null }) => {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <Table.Td data-label={t('system.column.lag')}>
      {lag === null ? t('state.none') : format.number(lag)}
    </Table.Td>
  );
};

/** What went wrong, in words that say what to do where a person must do something. */
export const useTroubleText = (): ((runner: ProcessRunner | ProjectionRunner) => string | null) => {
  const { t } = useTranslation();
  return ({ trouble, error }) =>
    trouble === null ? error : t(`system.trouble.${trouble.kind}`, { position: trouble.position ?? '' });
};
