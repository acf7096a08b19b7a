import type { ChannelEvent } from '@tutti/contracts/summary';
import type { Process, Reaction, Recorded } from '@tutti/kernel';
import { infoOf, type Tell } from '../tell/tell.process';

type Watched = Exclude<ChannelEvent, { type: 'ChannelWorks' }>;

export interface ChannelWatchState {
  readonly name: string;
}

const react = (
  state: ChannelWatchState,
  { event, aggregateId: id, time }: Recorded<Watched>,
): Reaction<ChannelWatchState, Tell> => {
  switch (event.type) {
    case 'ChannelDefined':
      return { state: { name: event.data.name } };
    case 'ChannelChanged':
      return { state: { name: event.data.name ?? state.name } };
    case 'ChannelRemoved':
      return { state: undefined };
    case 'ChannelNeedsAttention': {
      const { code, detail, httpStatus } = event.data.failure;
      const tell: Tell = {
        ...{ type: 'Tell', code: 'system.channel-needs-attention', at: time.toISOString() },
        source: { id, name: state.name },
        info: infoOf({ code, detail, httpStatus: httpStatus === undefined ? undefined : `${httpStatus}` }),
      };
      return { state, outgoing: [tell] };
    }
    default:
      return event satisfies never;
  }
};

/** What people are told of channels. One instance per channel. */
export const channelWatchProcess: Process<ChannelWatchState, Watched, Tell> = {
  name: 'channel-watch',
  version: 1,
  subjects: ['evt.summary.channel.*'],
  handles: ['ChannelDefined', 'ChannelChanged', 'ChannelRemoved', 'ChannelNeedsAttention'],
  ignores: ['ChannelWorks'],
  initialState: { name: '' },
  correlate: ({ aggregateId }) => aggregateId,
  react: (state, input) => (input.kind === 'event' ? react(state, input.recorded) : { state }),
};
