export { summaryConfig, summaryProcessConfig } from './config';
export { Summary, type SummaryOptions } from './open-summary';
export { SummaryModule } from './summary.module';
export { summaryService } from './summary.service';
