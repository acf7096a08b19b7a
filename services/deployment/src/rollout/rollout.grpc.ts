import {
  RolloutServiceService,
  type PlanRolloutRequest,
  type RollBackRequest,
  type RetryRolloutRequest,
} from '@tutti/contracts/gen/tutti/deployment/v1/rollout';
import type { Rollout } from '@tutti/contracts/deployment';
import { chunksOf, grpcService, serverStream, unary, type Present } from '@tutti/service-kit';
import {
  fromPlan,
  fromRollBack,
  toExcludedMessage,
  toPreviewMessage,
  toRolloutMessage,
} from './rollout-message';
import { RolloutController } from './rollout.controller';
import * as routes from './rollout.routes';

const show = (rollout: Rollout) => ({ rollout: toRolloutMessage(rollout) });

interface Listed<Item> {
  readonly items: readonly Item[];
  readonly nextPageToken: string;
}

const listed =
  <Item, Message>(toMessage: (item: Item) => Message) =>
  ({ items, nextPageToken }: Listed<Item>) => ({ items: items.map(toMessage), nextPageToken });

/** Of one rollout, changed or asked for by its id alone. */
const byId = (params: { readonly id: string }) => ({ params });
const back = (message: Present<RollBackRequest>) => ({ body: fromRollBack(message) });
const ofPlan = ({ plan }: Present<PlanRolloutRequest>) => ({ body: fromPlan(plan) });

const ofRetry = ({ id, deviceIds }: Present<RetryRolloutRequest>) => ({
  params: { id },
  body: { deviceIds: deviceIds.length === 0 ? undefined : [...deviceIds] },
});

export const rolloutGrpc = grpcService(RolloutServiceService, (get) => {
  const it = get(RolloutController);
  return {
    listRollouts: unary(routes.list, {
      request: (query) => ({ query }),
      handle: (c) => it.list(c),
      reply: listed(toRolloutMessage),
    }),
    previewRollout: unary(routes.preview, {
      request: (m) => ofPlan(m),
      handle: (c) => it.preview(c),
      reply: toPreviewMessage,
    }),
    planRollout: unary(routes.plan, { request: (m) => ofPlan(m), handle: (c) => it.plan(c), reply: show }),
    rollBack: unary(routes.rollBack, { request: (m) => back(m), handle: (c) => it.rollBack(c), reply: show }),
    getRollout: unary(routes.get, { request: byId, handle: (c) => it.get(c), reply: show }),
    downloadRolloutManifest: serverStream(routes.manifest, {
      request: byId,
      handle: async (c) => chunksOf(await it.manifest({ ...c, headers: {} })),
      reply: (chunk) => ({ chunk }),
    }),
    listExcludedDevices: unary(routes.excluded, {
      request: ({ id, ...query }) => ({ params: { id }, query }),
      handle: (c) => it.excluded(c),
      reply: listed(toExcludedMessage),
    }),
    approveRollout: unary(routes.approve, { request: byId, handle: (c) => it.approve(c), reply: show }),
    refuseRollout: unary(routes.refuse, {
      request: ({ id, ...body }) => ({ params: { id }, body }),
      handle: (c) => it.refuse(c),
      reply: show,
    }),
    startRollout: unary(routes.start, { request: byId, handle: (c) => it.start(c), reply: show }),
    pauseRollout: unary(routes.pause, { request: byId, handle: (c) => it.pause(c), reply: show }),
    resumeRollout: unary(routes.resume, { request: byId, handle: (c) => it.resume(c), reply: show }),
    stopRollout: unary(routes.stop, {
      request: ({ id, ...body }) => ({ params: { id }, body }),
      handle: (c) => it.stop(c),
      reply: show,
    }),
    retryRollout: unary(routes.retry, {
      request: (m) => ofRetry(m),
      handle: (c) => it.retry(c),
      reply: show,
    }),
  };
});
