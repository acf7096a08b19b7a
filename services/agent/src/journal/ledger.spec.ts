import { describe, expect, it } from 'vitest';
import { Ledger } from './ledger';

describe('the ledger', () => {
  it('moves its floor only over settled entries, in whatever turn they are delivered', () => {
    const ledger = new Ledger(0, 0);
    ledger.deliver([2, 3]);
    expect(ledger.floor).toBe(0);
    ledger.deliver([1]);
    expect(ledger).toMatchObject({ floor: 3, dropped: 0, deliveredAhead: 0 });
  });

  it('counts what it drops, but not what had been delivered', () => {
    const ledger = new Ledger(0, 0);
    ledger.deliver([2]);
    ledger.dropUpTo(4);
    expect(ledger.cursor).toEqual({ floor: 4, dropped: 3 });
    expect(ledger.next).toBe(5);
  });

  it('takes a drop back when the entry was under way and arrives after all', () => {
    const ledger = new Ledger(0, 0);
    ledger.handOut(2);
    ledger.dropUpTo(3);
    ledger.deliver([1, 2]);
    expect(ledger.cursor).toEqual({ floor: 3, dropped: 1 });
  });

  it('hands out again what was released, save what was delivered meanwhile', () => {
    const ledger = new Ledger(0, 0);
    ledger.handOut(4);
    ledger.deliver([1, 3]);
    ledger.release();
    expect(ledger.next).toBe(2);
    ledger.handOut(2);
    expect(ledger.next).toBe(4);
  });

  it('counts a gap once, when it passes it', () => {
    const ledger = new Ledger(10, 0);
    ledger.lose(12, 15);
    expect(ledger.cursor).toEqual({ floor: 10, dropped: 0 });
    ledger.deliver([11]);
    expect(ledger.cursor).toEqual({ floor: 15, dropped: 4 });
  });
});
