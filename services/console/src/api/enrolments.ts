import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { enrolmentList, type Enrolment, type Location, type Tags } from '@tutti/contracts/devices';
import { allPages } from './all-pages';
import { request } from './http';
import { keys } from './keys';
import { telemetryMs } from './polling';

/** Requests without a token are no events until somebody answers: they are polled. */
export const useEnrolments = (enabled = true) =>
  useQuery({
    queryKey: keys.enrolments,
    queryFn: ({ signal }) =>
      allPages((pageToken) =>
        request({ path: '/enrolments', query: { pageSize: 500, pageToken }, schema: enrolmentList, signal }),
      ),
    refetchInterval: telemetryMs,
    enabled,
  });

const useRefresh = () => {
  const client = useQueryClient();
  return () =>
    Promise.all([
      client.invalidateQueries({ queryKey: keys.enrolments }),
      client.invalidateQueries({ queryKey: keys.devices }),
    ]);
};

export interface Acceptance {
  readonly name: string;
  readonly description?: string;
  readonly site?: string;
  readonly location?: Location;
  readonly tags?: Tags;
}

const pathOf = ({ id }: Enrolment): string => `/enrolments/${encodeURIComponent(id)}`;

export const useAcceptEnrolment = () => {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ enrolment, as }: { readonly enrolment: Enrolment; readonly as: Acceptance }) =>
      request({
        method: 'POST',
        path: `${pathOf(enrolment)}/accept`,
        body: { ...as, keyFingerprint: enrolment.keyFingerprint },
      }),
    onSettled: refresh,
  });
};

export const useRejectEnrolment = () => {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ enrolment, reason }: { readonly enrolment: Enrolment; readonly reason: string }) =>
      request({
        method: 'POST',
        path: `${pathOf(enrolment)}/reject`,
        body: reason === '' ? {} : { reason },
      }),
    onSettled: refresh,
  });
};
