import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import {
  channel,
  channelList,
  deliverAnswer,
  type ChangeChannel,
  type Channel,
  type DefineChannel,
} from '@tutti/contracts/summary';
import { allPages } from './all-pages';
import { request } from './http';
import { keys } from './keys';
import { slowMs } from './polling';

const pathOf = (id: string): string => `/channels/${encodeURIComponent(id)}`;

export const useChannels = (enabled = true) =>
  useQuery({
    queryKey: [...keys.channels, 'list'],
    queryFn: ({ signal }) =>
      allPages((pageToken) =>
        request({ path: '/channels', query: { pageSize: 100, pageToken }, schema: channelList, signal }),
      ),
    refetchInterval: slowMs,
    enabled,
  });

const useChannelCommand = <Input, Answer>(send: (input: Input) => Promise<Answer>) => {
  const client = useQueryClient();
  return useMutation({
    mutationFn: send,
    onSettled: () =>
      Promise.all([keys.channels, keys.deliveries].map((queryKey) => client.invalidateQueries({ queryKey }))),
    // What was sent has secrets in it.
    gcTime: 0,
  });
};

/** However often it is sent under this key, it is one channel. */
export const useDefineChannel = (idempotencyKey: string) =>
  useChannelCommand((body: DefineChannel) =>
    request({ method: 'POST', path: '/channels', body, schema: channel, idempotencyKey }),
  );

/** `channel` is what the form was filled from: whoever changed it meanwhile is not overwritten (412). */
export const useChangeChannel = ({ id, version }: Pick<Channel, 'id' | 'version'>) =>
  useChannelCommand((body: ChangeChannel) =>
    request({ method: 'PATCH', path: pathOf(id), body, ifMatch: version, schema: channel }),
  );

export const useRemoveChannel = ({ id, version }: Channel) =>
  useChannelCommand(() => request({ method: 'DELETE', path: pathOf(id), ifMatch: version }));

/** Answers with the delivery of the test. */
export const useTestChannel = ({ id }: Pick<Channel, 'id'>) =>
  useChannelCommand(() =>
    request({ method: 'POST', path: `${pathOf(id)}/test`, body: {}, schema: deliverAnswer }),
  );

export const useResumeChannel = ({ id }: Channel) =>
  useChannelCommand(() => request({ method: 'POST', path: `${pathOf(id)}/resume`, body: {} }));
