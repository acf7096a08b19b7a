export { Summary, type SummaryOptions } from './open-summary';
export { SummaryModule } from './summary.module';
