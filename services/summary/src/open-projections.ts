import { ProjectionRunner, type ProjectionRunnerOptions } from '@tutti/runtime';
import { dailySummaryListProjection } from './daily-summary/daily-summary-list.projection';
import { dailySummaryListTable } from './daily-summary/daily-summary-list.table';
import { inboxListProjection } from './notification/inbox-list.projection';
import { notificationListProjection } from './notification/notification-list.projection';
import { inboxListTable, notificationListTable } from './notification/notification-list.table';
import { openTallyProjections } from './tally/open-tally';
import { channelListProjection } from './channel/channel-list.projection';
import { channelListTable } from './channel/channel-list.table';
import { deliveryListProjection } from './delivery/delivery-list.projection';
import { deliveryListTable } from './delivery/delivery-list.table';
import { workspaceDayListProjection } from './workspace/workspace-day-list.projection';
import { workspaceDayListTable } from './workspace/workspace-day-list.table';
import { workspaceListProjection } from './workspace/workspace-list.projection';
import { workspaceListTable } from './workspace/workspace-list.table';

type Common = Omit<ProjectionRunnerOptions<never, never>, 'projection' | 'table'>;

/** The read models of this service. */
export const openProjections = (common: Common) => ({
  ...openTallyProjections(common),
  dailySummaries: new ProjectionRunner({
    ...common,
    projection: dailySummaryListProjection,
    table: dailySummaryListTable,
  }),
  notifications: new ProjectionRunner({
    ...common,
    projection: notificationListProjection,
    table: notificationListTable,
  }),
  inboxes: new ProjectionRunner({ ...common, projection: inboxListProjection, table: inboxListTable }),
  channels: new ProjectionRunner({ ...common, projection: channelListProjection, table: channelListTable }),
  deliveries: new ProjectionRunner({
    ...common,
    projection: deliveryListProjection,
    table: deliveryListTable,
  }),
  workspaces: new ProjectionRunner({
    ...common,
    projection: workspaceListProjection,
    table: workspaceListTable,
  }),
  workspaceDays: new ProjectionRunner({
    ...common,
    projection: workspaceDayListProjection,
    table: workspaceDayListTable,
  }),
});

export type Projections = ReturnType<typeof openProjections>;
