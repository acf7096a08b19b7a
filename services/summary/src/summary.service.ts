import type { Service } from '@tutti/service-kit';
import { Summary } from './open-summary';
import { SummaryModule } from './summary.module';

/** The summary service, for the process that mounts it. It has no configuration of its own. */
export const summaryService: Service<unknown> = {
  name: 'summary',
  open: async (foundation) => ({
    module: SummaryModule.register(await Summary.open(foundation)),
    runners: [],
  }),
};
