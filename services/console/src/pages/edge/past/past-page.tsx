import { Anchor } from '@mantine/core';
import { IconHistoryOff } from '@tabler/icons-react';
import type { Device } from '@tutti/contracts/devices';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useDevice } from '../../../api/devices';
import { useWholeHistory } from '../../../api/events';
import { problemStatus } from '../../../api/problem-error';
import { EmptyState } from '../../../components/empty-state';
import { ProblemAlert } from '../../../components/problem-alert';
import { RowsSkeleton } from '../../../components/rows-skeleton';
import { indexAt, momentsOf, parseAsOf } from './moments';
import { PastBar } from './past-bar';
import { PastContext } from './past-context';

interface Props {
  readonly id: string;
  readonly asOf: string;
  readonly children: (device: Device) => ReactNode;
}

/** A device as it was: what the log says of it up to then. */
export const PastPage = ({ id, asOf, children }: Props) => {
  const { t } = useTranslation();
  const [, setParams] = useSearchParams();
  const { data: device, error, refetch } = useDevice(id, asOf);
  const { data: events } = useWholeHistory(id);
  const moments = momentsOf(events ?? []);
  const index = indexAt(moments, asOf);
  const then = parseAsOf(asOf)?.at ?? moments[index]?.at ?? null;
  const content = (): ReactNode => {
    if (device && then !== null) return <PastContext value={then}>{children(device)}</PastContext>;
    if ([400, 404].includes(problemStatus(error) ?? 0))
      return <EmptyState icon={<IconHistoryOff size={24} />} order={1} title={t('edge.past.none')} />;
    return error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <RowsSkeleton rows={4} />;
  };
  if (parseAsOf(asOf) === undefined)
    return (
      <EmptyState icon={<IconHistoryOff size={24} />} order={1} title={t('edge.past.wrong')}>
        <Anchor component={Link} to={`/edges/${encodeURIComponent(id)}`}>
          {t('edge.past.now')}
        </Anchor>
      </EmptyState>
    );
  return (
    <>
      <PastBar asOf={asOf} moments={moments} index={index} onGo={(to) => setParams({ asOf: to })} />
      {content()}
    </>
  );
};
