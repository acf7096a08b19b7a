import type { ChannelEvent } from '@tutti/contracts/summary';
import { describe, expect, test } from 'vitest';
import { accepted, attempted, failed } from '../channel/channel.fixture';
import { at, hour, Instance, needsAttention, second, start } from './channel-queue.fixture';
import { emptyQueue, mostWaiting } from './channel-queue.state';

describe('what waits for a channel', () => {
  test('is sent one after another, a second apart', () => {
    const it = new Instance().requested('a').requested('b').after(0);
    expect(it.attempts).toEqual(['a']);
    it.event('a', attempted()).event('a', accepted()).after(999);
    expect(it.attempts).toEqual(['a']);
    expect(it.after(1).attempts).toEqual(['a', 'b']);
  });

  test('is sent a hundred times an hour, ten of them for what is critical', () => {
    const it = new Instance();
    for (let n = 0; n < 91; n++) it.requested(`d${n}`);
    for (let n = 0; n < 90; n++) it.after(second).event(`d${n}`, attempted()).event(`d${n}`, accepted());
    expect(it.after(second).attempts).toHaveLength(90);
    for (let n = 0; n < 11; n++) it.requested(`c${n}`, { level: 'critical' });
    for (let n = 0; n < 10; n++) it.after(second).event(`c${n}`, attempted()).event(`c${n}`, accepted());
    expect(it.after(second).attempts.slice(90)).toEqual(Array.from({ length: 10 }, (_, n) => `c${n}`));
    expect(it.after(hour - 102 * second).attempts).toHaveLength(100);
    expect(it.after(2 * second).attempts).toHaveLength(101);
  });

  test('that is critical goes before all that is due, and is not dropped for the rest', () => {
    const it = new Instance().requested('a').after(0).requested('b');
    it.requested('critical', { level: 'critical' });
    it.event('a', attempted()).event('a', accepted()).after(second);
    expect(it.attempts).toEqual(['a', 'critical']);
    const behind = new Instance().channel(needsAttention).requested('critical', { level: 'critical' });
    for (let n = 0; n < mostWaiting; n++) behind.requested(`d${n}`);
    expect(behind.drops).toEqual(['d0']);
  });

  test('that is critical and failed does not hold up what is due', () => {
    const it = new Instance().requested('critical', { level: 'critical' }).requested('b').after(0);
    it.event('critical', attempted()).event('critical', failed('unavailable', at(60 * second)));
    expect(it.after(second).attempts).toEqual(['critical', 'b']);
  });

  test('waits for no longer than it takes a clock to be set right', () => {
    const it = new Instance();
    it.now = start + 24 * hour;
    it.requested('a').after(0).event('a', attempted()).event('a', accepted());
    it.now = start;
    expect(it.requested('b').after(0).attempts).toEqual(['a', 'b']);
  });

  test('waits until its time, and others go before it', () => {
    const it = new Instance()
      .requested('a', { notBefore: at(hour) })
      .requested('b')
      .after(0);
    expect(it.attempts).toEqual(['b']);
    it.event('b', attempted()).event('b', accepted());
    expect(it.after(hour).attempts).toEqual(['b', 'a']);
  });

  test('is tried again when that is due, and meanwhile others are', () => {
    const it = new Instance().requested('a').requested('b').after(0);
    it.event('a', attempted()).event('a', failed('unavailable', at(10 * second)));
    it.after(second).event('b', attempted()).event('b', accepted());
    expect(it.attempts).toEqual(['a', 'b']);
    expect(it.after(10 * second).attempts).toEqual(['a', 'b', 'a']);
    expect(it.sent.at(-1)).toMatchObject({ since: start });
  });

  test('waits altogether while the receiver wants to be left alone', () => {
    const it = new Instance().requested('a').requested('b').after(0);
    it.event('a', attempted()).event('a', failed('throttled', at(60 * second)));
    expect(it.after(59 * second).attempts).toEqual(['a']);
    expect(it.after(second).attempts).toHaveLength(2);
  });

  test('is no more than a few hundred: the oldest is dropped', () => {
    const it = new Instance().channel(needsAttention);
    for (let n = 0; n <= mostWaiting; n++) it.requested(`d${n}`);
    expect(it.drops).toEqual(['d0']);
    expect(it.state.waiting).toHaveLength(mostWaiting);
  });
});

describe('a channel', () => {
  const troubled = () => {
    const it = new Instance().requested('a').after(0).event('a', attempted());
    return it
      .channel(needsAttention)
      .event('a', failed('gone', at(0)))
      .after(hour);
  };

  test('that needs attention is left alone; what failed goes on with a fresh count', () => {
    const it = troubled();
    expect(it.attempts).toEqual(['a']);
    it.channel({ type: 'ChannelChanged', data: { enabled: true } }).after(0);
    expect(it.attempts).toEqual(['a', 'a']);
    expect(it.sent.at(-1)).toMatchObject({ since: null });
  });

  test('with another address goes on, with another name does not', () => {
    const it = troubled()
      .channel({ type: 'ChannelChanged', data: { name: 'x' } })
      .after(0);
    expect(it.attempts).toHaveLength(1);
    it.channel({ type: 'ChannelChanged', data: { rekeyed: true, shownAs: 'x' } }).after(0);
    expect(it.attempts).toHaveLength(2);
  });

  test.each<[string, ChannelEvent]>([
    ['off', { type: 'ChannelChanged', data: { enabled: false } }],
    ['gone', { type: 'ChannelRemoved', data: {} }],
  ])('that is %s drops what waits', (_, event) => {
    const it = new Instance().requested('a').requested('b').channel(event).after(hour);
    expect(it.drops).toEqual(['a', 'b']);
    expect(it.attempts).toEqual([]);
  });
});

test('an attempt of which nothing is heard is looked at again', () => {
  const it = new Instance().requested('a').after(0).event('a', attempted());
  expect(it.after(15 * 60 * second).attempts).toEqual(['a', 'a']);
  it.event('a', accepted());
  expect(it.after(hour).attempts).toHaveLength(2);
});

test('an attempt of which nothing is heard is looked at in time, whatever else is asked for', () => {
  const it = new Instance().requested('a').after(0).event('a', attempted());
  const every = 10 * 60 * second;
  it.after(every).requested('b').after(every).requested('c');
  expect(it.attempts).toEqual(['a', 'a']);
  // Not at once again, and not later for what comes in between.
  it.after(every).requested('d');
  expect(it.attempts).toHaveLength(2);
  expect(it.after(every).attempts).toEqual(['a', 'a', 'a']);
});

test('a state that was stored without its time is looked at in time, too', () => {
  const it = new Instance();
  it.state = { ...emptyQueue, current: { id: 'a', requestedAt: start, dueAt: start, since: start } };
  it.requested('b')
    .after(10 * 60 * second)
    .requested('c');
  expect(it.after(10 * 60 * second).attempts).toEqual(['a']);
});

test('nothing is sent before the whole log was read: what a rebuilt process would do again has ended', () => {
  const it = new Instance().requested('a').event('a', attempted()).event('a', accepted()).after(hour);
  expect(it.attempts).toEqual([]);
});
