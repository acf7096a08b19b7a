import { StreamServiceService } from '@tutti/contracts/gen/tutti/training/v1/stream';
import type { Stream } from '@tutti/contracts/training';
import { grpcService, unary } from '@tutti/service-kit';
import { fromChange, fromCreate, fromTrigger, toStreamMessage } from './stream-message';
import { StreamController } from './stream.controller';
import * as routes from './stream.routes';

const shown = (stream: Stream) => ({ stream: toStreamMessage(stream) });

export const streamGrpc = grpcService(StreamServiceService, (get) => {
  const streams = get(StreamController);
  return {
    listStreams: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => streams.list(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toStreamMessage), nextPageToken }),
    }),
    createStream: unary(routes.create, {
      request: (message) => ({ body: fromCreate(message) }),
      handle: (input) => streams.create(input),
      reply: shown,
    }),
    getStream: unary(routes.get, {
      request: ({ id, asOf }) => ({ params: { id }, query: { asOf } }),
      handle: (input) => streams.get(input),
      reply: shown,
    }),
    changeStream: unary(routes.change, {
      request: (message) => ({ params: { id: message.id }, body: fromChange(message) }),
      handle: (input) => streams.change(input),
      reply: shown,
    }),
    setTrigger: unary(routes.setTrigger, {
      request: ({ id, trigger }) => ({
        params: { id },
        body: { trigger: trigger ? fromTrigger(trigger) : null },
      }),
      handle: (input) => streams.setTrigger(input),
      reply: shown,
    }),
    moveStream: unary(routes.move, {
      request: ({ id, ...body }) => ({ params: { id }, body }),
      handle: (input) => streams.move(input),
      reply: shown,
    }),
    duplicateStream: unary(routes.duplicate, {
      request: ({ id, name }) => ({ params: { id }, body: { name } }),
      handle: (input) => streams.duplicate(input),
      reply: shown,
    }),
    deleteStream: unary(routes.remove, {
      request: (params) => ({ params }),
      handle: (input) => streams.remove(input),
      reply: () => ({}),
    }),
  };
});
