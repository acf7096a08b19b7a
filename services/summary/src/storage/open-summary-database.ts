import { openDatabase } from '@tutti/database';
import { runtimeEntities, runtimeMigrations } from '@tutti/runtime';
import type { DataSource } from 'typeorm';
import { dailySummaryListTable } from '../daily-summary/daily-summary-list.table';
import { CreateNotifications1795824100000 } from '../migrations/create-notifications.migration';
import { AddRecentDays1795824100040 } from '../migrations/add-recent-days.migration';
import { AddCriticalDisks1795824100020 } from '../migrations/add-critical-disks.migration';
import { AddDeliveryDays1795834800030 } from '../migrations/add-delivery-days.migration';
import { CreateNotificationCauses1795824100010 } from '../migrations/create-notification-causes.migration';
import { CreateDailySummaries1795737601220 } from '../migrations/create-daily-summaries.migration';
import { CreateTally1795737601210 } from '../migrations/create-tally.migration';
import { channelListTable } from '../channel/channel-list.table';
import { deliveryListTable } from '../delivery/delivery-list.table';
import { IndexWorkspaceDays1795824100030 } from '../migrations/index-workspace-days.migration';
import { CreateChannels1795800000200 } from '../migrations/create-channels.migration';
import { CreateWorkspaces1795737601200 } from '../migrations/create-workspaces.migration';
import { inboxListTable, notificationListTable } from '../notification/notification-list.table';
import {
  countedJournalTable,
  deviceResultTable,
  modelResultTable,
  reportedModelTable,
} from '../tally/result-tally.table';
import * as tallyTables from '../tally/tally.table';
import { workspaceDayListTable } from '../workspace/workspace-day-list.table';
import { workspaceListTable } from '../workspace/workspace-list.table';
import { causeTable, matterTable } from '../notification/tell/tell.table';
import { lowDiskTable } from '../notification/watch/disk-watch';

const views = [
  ...[channelListTable, deliveryListTable],
  ...[notificationListTable, inboxListTable, workspaceListTable, workspaceDayListTable],
  ...Object.values(tallyTables),
  dailySummaryListTable,
];
const primary = [
  ...[causeTable, matterTable, lowDiskTable],
  ...[deviceResultTable, modelResultTable, reportedModelTable, countedJournalTable],
];

export const openSummaryDatabase = (url: string): Promise<DataSource> =>
  openDatabase({
    name: 'summary',
    url,
    entities: [...runtimeEntities, ...views, ...primary],
    migrations: [
      ...runtimeMigrations,
      CreateWorkspaces1795737601200,
      CreateTally1795737601210,
      CreateDailySummaries1795737601220,
      CreateChannels1795800000200,
      CreateNotifications1795824100000,
      CreateNotificationCauses1795824100010,
      AddCriticalDisks1795824100020,
      IndexWorkspaceDays1795824100030,
      AddRecentDays1795824100040,
      AddDeliveryDays1795834800030,
    ],
  });
