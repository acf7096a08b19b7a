import { DomainError, type Decider } from '@tutti/kernel';
import { defineEvents, event, type EventDefinition, type EventOf } from '@tutti/contracts/common';
import { z } from 'zod';
import type { Definitions } from '../codec';

/** A small aggregate for the suites: a counter that may not pass its limit. */
export const counterEvents = defineEvents('devices', 'counter', {
  Opened: event(z.strictObject({ limit: z.number() })),
  Added: event(z.strictObject({ amount: z.number(), note: z.string().optional() })),
});
export type CounterEvent = EventOf<typeof counterEvents>;

export type CounterState =
  { readonly status: 'none' } | { readonly status: 'open'; readonly limit: number; readonly sum: number };

export type CounterCommand =
  | { readonly type: 'Open'; readonly limit: number }
  | { readonly type: 'Add'; readonly amounts: readonly number[]; readonly note?: string };

const refuse = (code: string): never => {
  throw new DomainError({ code, kind: 'illegal-state', title: code }, { detail: code });
};

export const counter: Decider<CounterState, CounterCommand, CounterEvent> = {
  context: 'devices',
  aggregate: 'counter',
  stateVersion: 1,
  initialState: { status: 'none' },
  decide: (command, state) => {
    if (command.type === 'Open') {
      return state.status === 'open'
        ? refuse('counter.open')
        : [{ type: 'Opened', data: { limit: command.limit } }];
    }
    if (state.status === 'none') return refuse('counter.not-open');
    const sum = command.amounts.reduce((a, b) => a + b, state.sum);
    if (sum > state.limit) return refuse('counter.full');
    return command.amounts.map((amount) => ({
      type: 'Added',
      data: command.note === undefined ? { amount } : { amount, note: command.note },
    }));
  },
  evolve: (state, { type, data }) => {
    switch (type) {
      case 'Opened':
        return { status: 'open', limit: data.limit, sum: 0 };
      case 'Added':
        return state.status === 'open' ? { ...state, sum: state.sum + data.amount } : state;
    }
  },
};

const definitions: Readonly<Record<string, EventDefinition>> = counterEvents.definitions;

export const counterDefinitions: Definitions = (context, type) =>
  context === 'devices' ? definitions[type] : undefined;
