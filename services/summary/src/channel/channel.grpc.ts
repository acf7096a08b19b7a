import {
  ChannelKind,
  ChannelServiceService,
  ChannelStatus,
  MessageLanguage,
  type ChannelRoute as RouteMessage,
} from '@tutti/contracts/gen/tutti/summary/v1/channel';
import { NotificationCategory, NotificationLevel } from '@tutti/contracts/gen/tutti/summary/v1/notification';
import {
  channelKind,
  channelStatus,
  language,
  level,
  notificationCategory,
  type Channel,
  type ChannelRoute,
} from '@tutti/contracts/summary';
import { enumMap, grpcService, unary, type Present } from '@tutti/service-kit';
import { ChannelController } from './channel.controller';
import * as routes from './channel.routes';

export const channelKinds = enumMap(channelKind.options, ChannelKind);
export const languages = enumMap(language.options, MessageLanguage);
const statuses = enumMap(channelStatus.options, ChannelStatus);
const levels = enumMap(level.options, NotificationLevel);
const categories = enumMap(notificationCategory.options, NotificationCategory);

const toRoute = ({ notifications, quietHours, ...route }: ChannelRoute) => ({
  ...route,
  quietHours: quietHours ?? null,
  language: languages.toProto(route.language),
  notifications: notifications
    ? {
        minimumLevel: levels.toProto(notifications.minimumLevel),
        categories: (notifications.categories ?? []).map(categories.toProto),
      }
    : null,
});

const fromRoute = ({ notifications, quietHours, ...route }: Present<RouteMessage>): ChannelRoute => ({
  summaries: route.summaries,
  language: languages.fromProto(route.language),
  ...(quietHours ? { quietHours } : {}),
  notifications: notifications
    ? {
        minimumLevel: levels.fromProto(notifications.minimumLevel),
        ...(notifications.categories.length === 0
          ? {}
          : { categories: notifications.categories.map((one) => categories.fromProto(one)) }),
      }
    : null,
});

/** What is absent is refused by its schema. */
const noRoute: Present<RouteMessage> = {
  summaries: false,
  notifications: undefined,
  quietHours: undefined,
  language: 0,
};

const toMessage = ({ kind, status, route, ...channel }: Channel) => ({
  ...channel,
  kind: channelKinds.toProto(kind),
  status: statuses.toProto(status),
  route: toRoute(route),
});
const shown = (channel: Channel) => ({ channel: toMessage(channel) });
const byId = (params: { readonly id: string }) => ({ params });

export const channelGrpc = grpcService(ChannelServiceService, (get) => {
  const channels = get(ChannelController);
  return {
    listChannels: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (input) => channels.list(input),
      reply: ({ items, nextPageToken }) => ({ items: items.map(toMessage), nextPageToken }),
    }),
    defineChannel: unary(routes.define, {
      request: ({ kind, route, ...body }) => ({
        body: { ...body, kind: channelKinds.fromProto(kind), route: fromRoute(route ?? noRoute) },
      }),
      handle: (input) => channels.define(input),
      reply: shown,
    }),
    describeChannel: unary(routes.get, {
      request: byId,
      handle: (input) => channels.get(input),
      reply: shown,
    }),
    changeChannel: unary(routes.change, {
      request: ({ id, route, ...body }) => ({
        params: { id },
        body: { ...body, route: route && fromRoute(route) },
      }),
      handle: (input) => channels.change(input),
      reply: shown,
    }),
    testChannel: unary(routes.test, {
      request: byId,
      handle: (input) => channels.test(input),
      reply: (answer) => answer,
    }),
    resumeChannel: unary(routes.resume, {
      request: byId,
      handle: (input) => channels.resume(input),
      reply: shown,
    }),
    removeChannel: unary(routes.remove, {
      request: byId,
      handle: (input) => channels.remove(input),
      reply: () => ({}),
    }),
  };
});
