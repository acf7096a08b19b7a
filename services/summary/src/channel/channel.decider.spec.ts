import { given } from '@tutti/testing';
import { describe, test } from 'vitest';
import { channelDecider } from './channel.decider';
import { defined, everything, failure } from './channel.fixture';

const define = {
  type: 'DefineChannel',
  name: 'Line 1',
  kind: 'teams',
  shownAs: 'example.com/…0a1b',
  route: everything,
  fromEnvironment: false,
} as const;
const needsAttention = { type: 'ChannelNeedsAttention', data: { failure: failure('gone') } } as const;
const removed = { type: 'ChannelRemoved', data: {} } as const;
const off = { type: 'ChannelChanged', data: { enabled: false } } as const;

describe('defining a channel', () => {
  test('says everything but where it leads', () => {
    given(channelDecider).when(define).gives(defined());
  });
  test('is refused where there is one', () => {
    given(channelDecider, defined()).when(define).isRefused('channel.nothing-changed');
  });
  test('brings a removed one back only from the environment', () => {
    given(channelDecider, defined(), removed).when(define).isRefused('channel.not-found');
    given(channelDecider, defined(true), removed)
      .when({ ...define, fromEnvironment: true })
      .gives(defined(true));
  });
});

describe('changing a channel', () => {
  test('says what is other than before', () => {
    given(channelDecider, defined())
      .when({ type: 'ChangeChannel', name: 'Line 1', route: everything, enabled: false })
      .gives(off);
  });
  test('never says what its address is', () => {
    given(channelDecider, defined())
      .when({ type: 'ChangeChannel', rekeyed: { shownAs: 'example.com/…9f9f' } })
      .gives({ type: 'ChannelChanged', data: { shownAs: 'example.com/…9f9f', rekeyed: true } });
  });
  test('is refused when nothing is other', () => {
    given(channelDecider, defined())
      .when({ type: 'ChangeChannel', route: { ...everything } })
      .isRefused('channel.nothing-changed');
  });
  test('leaves the address of one from the environment to the environment', () => {
    const rekeyed = { type: 'ChangeChannel', rekeyed: { shownAs: 'x' } } as const;
    given(channelDecider, defined(true)).when(rekeyed).isRefused('channel.from-environment');
    given(channelDecider, defined(true))
      .when({ ...rekeyed, byEnvironment: true })
      .gives({ type: 'ChannelChanged', data: { shownAs: 'x', rekeyed: true } });
  });
  test('is refused where there is none', () => {
    given(channelDecider).when({ type: 'ChangeChannel', name: 'x' }).isRefused('channel.not-found');
  });
});

describe('trouble', () => {
  const trouble = { type: 'TellTrouble', failure: failure('gone') } as const;
  const resume = { type: 'ResumeChannel' } as const;

  test('is said once', () => {
    given(channelDecider, defined()).when(trouble).gives(needsAttention);
    given(channelDecider, defined(), needsAttention).when(trouble).gives();
    given(channelDecider).when(trouble).gives();
  });
  test('ends when somebody has looked, once', () => {
    const resumed = { type: 'ChannelChanged', data: { enabled: true } } as const;
    given(channelDecider, defined(), needsAttention).when(resume).gives(resumed);
    given(channelDecider, defined(), needsAttention, resumed)
      .when(resume)
      .isRefused('channel.nothing-changed');
    given(channelDecider, defined(), off).when(resume).isRefused('channel.off');
  });
  test('another address clears it, another name does not', () => {
    const rekeyed = { type: 'ChannelChanged', data: { rekeyed: true, shownAs: 'x' } } as const;
    const renamed = { type: 'ChannelChanged', data: { name: 'x' } } as const;
    given(channelDecider, defined(), needsAttention, rekeyed).when(trouble).gives(needsAttention);
    given(channelDecider, defined(), needsAttention, renamed).when(trouble).gives();
  });
  test('that it works is said when it was not known', () => {
    const works = { type: 'ChannelWorks', data: {} } as const;
    given(channelDecider, defined()).when({ type: 'TellWorks' }).gives(works);
    given(channelDecider, defined(), works).when({ type: 'TellWorks' }).gives();
  });
});

test('a channel is removed by people, one from the environment by the environment', () => {
  given(channelDecider, defined()).when({ type: 'RemoveChannel' }).gives(removed);
  given(channelDecider, defined(true)).when({ type: 'RemoveChannel' }).isRefused('channel.from-environment');
  given(channelDecider).when({ type: 'RemoveChannel' }).isRefused('channel.not-found');
});
