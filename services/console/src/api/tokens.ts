import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  enrolmentTokenList,
  issuedEnrolmentToken,
  type EnrolmentToken,
  type Tags,
} from '@tutti/contracts/devices';
import { allPages } from './all-pages';
import { request } from './http';
import { keys } from './keys';
import { slowMs } from './polling';

export const useTokens = () =>
  useQuery({
    queryKey: keys.tokens,
    queryFn: ({ signal }) =>
      allPages((pageToken) =>
        request({
          path: '/enrolment-tokens',
          query: { pageSize: 500, pageToken },
          schema: enrolmentTokenList,
          signal,
        }),
      ),
    refetchInterval: slowMs,
  });

const useRefresh = () => {
  const client = useQueryClient();
  return () => client.invalidateQueries({ queryKey: keys.tokens });
};

export interface TokenWish {
  readonly note?: string;
  readonly ttlSeconds: number;
  readonly maxUses: number;
  readonly autoAccept: boolean;
  readonly site?: string;
  readonly tags?: Tags;
}

/** The answer holds the token itself, this once. */
export const useIssueToken = () => {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: (body: TokenWish) =>
      request({ method: 'POST', path: '/enrolment-tokens', body, schema: issuedEnrolmentToken }),
    onSuccess: refresh,
    gcTime: 0,
  });
};

export const useRevokeToken = () => {
  const refresh = useRefresh();
  return useMutation({
    mutationFn: ({ id, version }: EnrolmentToken) =>
      request({ method: 'DELETE', path: `/enrolment-tokens/${encodeURIComponent(id)}`, ifMatch: version }),
    onSettled: refresh,
  });
};
