import type { ChannelEvent, QuietHours } from '@tutti/contracts/summary';
import { describe, expect, test } from 'vitest';
import { accepted, attempted, everything, failed } from '../channel/channel.fixture';
import { at, hour, Instance, needsAttention, second, start } from './channel-queue.fixture';

/** From midnight, where the tests begin, to six. */
const night: QuietHours = { from: '22:00', to: '06:00', timeZone: 'UTC' };
const routed = (quietHours?: QuietHours): ChannelEvent => ({
  type: 'ChannelChanged',
  data: { route: { ...everything, ...(quietHours ? { quietHours } : {}) } },
});
const morning = { notBefore: at(6 * hour) };

describe('quiet hours', () => {
  test('hold what was asked for before them and failed', () => {
    const it = new Instance();
    it.now = start - 2.1 * hour;
    it.channel(routed(night)).requested('a').after(0);
    it.event('a', attempted()).event('a', failed('unreachable', at(-hour)));
    expect(it.after(8 * hour).attempts).toEqual(['a']);
    expect(it.after(0.1 * hour).attempts).toEqual(['a', 'a']);
  });

  test('hold what waited for somebody to look', () => {
    const it = new Instance();
    it.now = start - 3 * hour;
    it.channel(routed(night))
      .channel(needsAttention)
      .requested('a')
      .after(3 * hour);
    it.channel({ type: 'ChannelChanged', data: { enabled: true } });
    expect(it.after(5 * hour).attempts).toEqual([]);
    expect(it.after(hour).attempts).toEqual(['a']);
  });

  test('let out what they held when they are switched off', () => {
    const it = new Instance().channel(routed(night)).requested('a', morning).after(hour);
    expect(it.attempts).toEqual([]);
    expect(it.channel(routed()).after(0).attempts).toEqual(['a']);
  });

  test('hold neither what is critical nor what was asked for on purpose', () => {
    const it = new Instance().channel(routed(night)).requested('a', morning);
    it.requested('test', { kind: 'test' }).after(0);
    it.event('test', attempted()).event('test', accepted());
    it.requested('critical', { level: 'critical' }).after(second);
    it.event('critical', attempted()).event('critical', accepted());
    it.requested('purpose').after(second);
    expect(it.attempts).toEqual(['test', 'critical', 'purpose']);
  });

  test('that a stored state does not know yet are those of the request', () => {
    const it = new Instance().requested('a', morning).after(5 * hour);
    expect(it.attempts).toEqual([]);
    expect(it.after(hour).attempts).toEqual(['a']);
  });
});
