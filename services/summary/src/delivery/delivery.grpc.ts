import {
  DeliveryAboutKind,
  DeliveryFailureCode,
  DeliveryServiceService,
  DeliveryStatus,
} from '@tutti/contracts/gen/tutti/summary/v1/delivery';
import { NotificationLevel } from '@tutti/contracts/gen/tutti/summary/v1/notification';
import {
  deliveryFailure,
  deliveryStatus,
  level,
  type Delivery,
  type DeliveryAttempt,
  type DeliveryDetail,
  type DeliveryFailure,
  type Message,
} from '@tutti/contracts/summary';
import { enumMap, grpcService, unary } from '@tutti/service-kit';
import { channelKinds, languages } from '../channel/channel.grpc';
import { DeliveryController } from './delivery.controller';
import * as routes from './delivery.routes';
import { SummaryDeliveryController } from './summary-delivery.controller';

const statuses = enumMap(deliveryStatus.options, DeliveryStatus);
const codes = enumMap(deliveryFailure.shape.code.options, DeliveryFailureCode);
const kinds = enumMap(['summary', 'notification', 'test'], DeliveryAboutKind);
const levels = enumMap(level.options, NotificationLevel);

const toFailure = (failure: DeliveryFailure | null) =>
  failure && { ...failure, code: codes.toProto(failure.code) };

const toDelivery = ({ channelKind, about, status, failure, ...delivery }: Delivery) => ({
  ...delivery,
  channelKind: channelKinds.toProto(channelKind),
  about: { ...about, kind: kinds.toProto(about.kind) },
  status: statuses.toProto(status),
  failure: toFailure(failure),
});

const toAttempt = ({ failure, ...attempt }: DeliveryAttempt) => ({ ...attempt, failure: toFailure(failure) });

const toMessage = (message: Message) => ({
  ...message,
  language: languages.toProto(message.language),
  level: levels.toProto(message.level),
  sections: message.sections.map((section) => ({ ...section, lines: section.lines ?? [] })),
});

const shown = ({ history, message, ...delivery }: DeliveryDetail) => ({
  delivery: toDelivery(delivery),
  history: history.map(toAttempt),
  message: toMessage(message),
});

export const deliveryGrpc = grpcService(DeliveryServiceService, (get) => {
  const deliveries = get(DeliveryController);
  const summaries = get(SummaryDeliveryController);
  return {
    listDeliveries: unary(routes.list, {
      request: ({ status, ...query }) => ({ query: { ...query, status: statuses.fromProto(status) } }),
      handle: (input) => deliveries.list(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toDelivery), nextPageToken }),
    }),
    getDelivery: unary(routes.get, {
      request: (params) => ({ params }),
      handle: (input) => deliveries.get(input),
      reply: shown,
    }),
    retryDelivery: unary(routes.retry, {
      request: (params) => ({ params }),
      handle: (input) => deliveries.retry(input),
      reply: shown,
    }),
    deliverSummary: unary(routes.deliver, {
      request: ({ date, channelIds, reason }) => ({
        params: { date },
        body: { reason, channelIds: channelIds.length === 0 ? undefined : [...channelIds] },
      }),
      handle: (input) => summaries.deliver(input),
      reply: (answer) => answer,
    }),
  };
});
