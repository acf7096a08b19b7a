import { Anchor } from '@mantine/core';
import { IconHistoryOff } from '@tabler/icons-react';
import type { Device } from '@tutti/contracts/devices';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useSearchParams } from 'react-router';
import { useDevice } from '../../../api/devices';
import { useDeviceHistory, useWholeHistory } from '../../../api/events';
import { ProblemError, problemStatus } from '../../../api/problem-error';
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

/** The moments that one can step through, and the one that holds then, which may be older than all of them. */
const useMoments = (id: string, asOf: string) => {
  const { data: events } = useWholeHistory(id);
  const { data: upTo } = useDeviceHistory(id, asOf);
  const moments = momentsOf(events ?? []);
  const index = indexAt(moments, asOf);
  return { moments, index, moment: moments[index] ?? momentsOf(upTo?.pages[0]?.items ?? []).at(-1) };
};

/** Why the address names no past: it cannot be read, or it is still to come. */
const refusalOf = (asOf: string, error: unknown): 'wrong' | 'notYet' | undefined => {
  if (parseAsOf(asOf) === undefined) return 'wrong';
  return error instanceof ProblemError && error.problem.code === 'as-of.not-yet' ? 'notYet' : undefined;
};

/** A device as it was: what the log says of it up to then. */
export const PastPage = ({ id, asOf, children }: Props) => {
  const { t } = useTranslation();
  const [, setParams] = useSearchParams();
  const { data: device, error, refetch } = useDevice(id, asOf);
  const { moments, index, moment } = useMoments(id, asOf);
  const then = parseAsOf(asOf)?.at ?? moment?.at ?? null;
  const isBefore = [400, 404].includes(problemStatus(error) ?? 0);
  const content = (): ReactNode => {
    if (device && then !== null) return <PastContext value={then}>{children(device)}</PastContext>;
    if (isBefore)
      return <EmptyState icon={<IconHistoryOff size={24} />} order={1} title={t('edge.past.none')} />;
    return error ? <ProblemAlert error={error} onRetry={() => void refetch()} /> : <RowsSkeleton rows={4} />;
  };
  const refused = refusalOf(asOf, error);
  if (refused !== undefined)
    return (
      <EmptyState icon={<IconHistoryOff size={24} />} order={1} title={t(`edge.past.${refused}`)}>
        <Anchor component={Link} to={`/edges/${encodeURIComponent(id)}`}>
          {t('edge.past.now')}
        </Anchor>
      </EmptyState>
    );
  return (
    <>
      <PastBar
        asOf={asOf}
        moments={moments}
        index={index}
        moment={moment}
        isBefore={isBefore}
        onGo={(to) => setParams({ asOf: to })}
      />
      {content()}
    </>
  );
};
