import { queryOptions, useMutation, useQueries, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  parkedInstances,
  runners,
  runnerServices,
  serviceAbout,
  type Runners,
  type ServiceAbout,
} from '@tutti/contracts/system';
import { request } from './http';
import { keys } from './keys';
import { slowMs, telemetryMs } from './polling';

export type RunnerService = (typeof runnerServices)[number];

/** One runner of one service. */
export interface RunnerRef {
  readonly service: RunnerService;
  readonly name: string;
}

const pathOf = ({ service, name }: RunnerRef, kind: 'projections' | 'processes'): string =>
  `/services/${service}/${kind}/${encodeURIComponent(name)}`;

const runnersOf = (service: RunnerService) =>
  queryOptions({
    queryKey: [...keys.runners, service],
    queryFn: ({ signal }) => request({ path: `/services/${service}/runners`, schema: runners, signal }),
    refetchInterval: telemetryMs,
  });

export const useRunners = (service: RunnerService) => useQuery(runnersOf(service));

/** What one service answered; `undefined` as long as it has not, and when it does not any more. */
export interface OfService<Answer> {
  readonly service: RunnerService;
  readonly answer: Answer | undefined;
  readonly failed: boolean;
}

interface Asked<Answer> {
  readonly data: Answer | undefined;
  readonly isError: boolean;
}

/** What a service said before it fell silent says nothing of now. */
const byService = <Answer>(asked: readonly Asked<Answer>[]): readonly OfService<Answer>[] =>
  runnerServices.map((service, index) => {
    const failed = asked[index]?.isError === true;
    return { service, failed, answer: failed ? undefined : asked[index]?.data };
  });

export const useAllRunners = (): readonly OfService<Runners>[] =>
  useQueries({
    queries: runnerServices.map(runnersOf),
    combine: byService,
  });

const aboutOf = (service: RunnerService) =>
  queryOptions({
    queryKey: [...keys.abouts, service],
    queryFn: ({ signal }) => request({ path: `/services/${service}/about`, schema: serviceAbout, signal }),
    refetchInterval: slowMs,
  });

/** Versions and sizes of all services. */
export const useAbouts = (): readonly OfService<ServiceAbout>[] =>
  useQueries({
    queries: runnerServices.map(aboutOf),
    combine: byService,
  });

export const useParked = (process: RunnerRef) =>
  useQuery({
    queryKey: [...keys.runners, process.service, 'parked', process.name],
    queryFn: ({ signal }) =>
      request({ path: `${pathOf(process, 'processes')}/parked`, schema: parkedInstances, signal }),
    refetchInterval: telemetryMs,
  });

const useSteering = <Input>(send: (input: Input) => Promise<unknown>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSettled: () => client.invalidateQueries({ queryKey: keys.runners }),
  });
};

export const useRebuild = (projection: RunnerRef) =>
  useSteering(() => request({ method: 'POST', path: `${pathOf(projection, 'projections')}/rebuild` }));

export const useCancelRebuild = (projection: RunnerRef) =>
  useSteering(() => request({ method: 'DELETE', path: `${pathOf(projection, 'projections')}/rebuild` }));

export const useResume = (process: RunnerRef) =>
  useSteering((instance: string) =>
    request({
      method: 'POST',
      path: `${pathOf(process, 'processes')}/parked/${encodeURIComponent(instance)}/resume`,
    }),
  );

export const useAdopt = (process: RunnerRef) =>
  useSteering((position: number) =>
    request({ method: 'POST', path: `${pathOf(process, 'processes')}/adopt`, body: { position } }),
  );

export const useSkip = (service: string) =>
  useSteering((body: { readonly position: number; readonly reason?: string }) =>
    request({ method: 'POST', path: `/services/${encodeURIComponent(service)}/skips`, body }),
  );
