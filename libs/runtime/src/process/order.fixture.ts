import type { Process } from '@tutti/kernel';

/** A made-up process: an order asks for payment, waits for it, reminds once, and is shipped. */
export type OrderEvent =
  | { readonly type: 'OrderPlaced'; readonly data: { readonly dueAt: string } }
  | { readonly type: 'OrderNoted'; readonly data: { readonly note: string } }
  | { readonly type: 'OrderPaid'; readonly data: Record<string, never> }
  | { readonly type: 'OrderBroken'; readonly data: Record<string, never> };

export type OrderEffect =
  | { readonly type: 'AskPayment'; readonly order: string }
  | { readonly type: 'Note'; readonly order: string; readonly note: string }
  | { readonly type: 'Remind'; readonly order: string; readonly times: number }
  | { readonly type: 'Ship'; readonly order: string; readonly notes: readonly string[] };

export interface OrderState {
  readonly notes: readonly string[];
  readonly reminders: number;
}

export const placed = (dueAt: Date): OrderEvent => ({
  type: 'OrderPlaced',
  data: { dueAt: dueAt.toISOString() },
});
export const noted = (note: string): OrderEvent => ({ type: 'OrderNoted', data: { note } });
export const paid: OrderEvent = { type: 'OrderPaid', data: {} };
export const orderBroken: OrderEvent = { type: 'OrderBroken', data: {} };

const REMINDER_MS = 60_000;

export const orderProcess: Process<OrderState, OrderEvent, OrderEffect> = {
  name: 'orders',
  version: 1,
  subjects: ['evt.test.order.*'],
  handles: ['OrderPlaced', 'OrderNoted', 'OrderPaid', 'OrderBroken'],
  ignores: ['OrderSeen'],
  initialState: { notes: [], reminders: 0 },
  correlate: ({ aggregateId }) => aggregateId,
  react: (state, input, order) => {
    if (input.kind === 'timer') {
      const times = state.reminders + 1;
      const again = { name: 'payment', at: new Date(input.at.getTime() + REMINDER_MS) };
      return {
        state: { ...state, reminders: times },
        outgoing: [{ type: 'Remind', order, times }],
        timers: [again],
      };
    }
    const { event } = input.recorded;
    switch (event.type) {
      case 'OrderPlaced':
        return {
          state,
          outgoing: [{ type: 'AskPayment', order }],
          timers: [{ name: 'payment', at: new Date(event.data.dueAt) }],
        };
      case 'OrderNoted':
        return {
          state: { ...state, notes: [...state.notes, event.data.note] },
          outgoing: [{ type: 'Note', order, note: event.data.note }],
        };
      case 'OrderPaid':
        return { state: undefined, outgoing: [{ type: 'Ship', order, notes: state.notes }] };
      case 'OrderBroken':
        throw new Error('cannot react');
    }
  },
};
