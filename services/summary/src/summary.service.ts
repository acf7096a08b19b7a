import { openBlobs, type OpenService, type Service } from '@tutti/service-kit';
import { channelSettings, type SummaryConfig } from './config';
import { Summary } from './open-summary';
import { SummaryModule } from './summary.module';

interface Places {
  readonly BLOBS: string;
}

/** The summary service, for the process that mounts it. */
export const summaryService: Service<SummaryConfig & Places, OpenService> = {
  name: 'summary',
  open: async (foundation, config) => {
    const { connection } = foundation;
    const summary = await Summary.open({
      ...foundation,
      blobs: await openBlobs(config.BLOBS, { connection, service: 'summary' }),
      tallyDays: config.SUMMARY_TALLY_DAYS,
      offlineMinutes: config.OFFLINE_MINUTES,
      notificationDays: config.NOTIFICATION_DAYS,
      channels: channelSettings(config),
    });
    return { module: SummaryModule.register(summary), runners: summary.runners };
  },
};
