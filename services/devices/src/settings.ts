import type { ReportRules } from './connectivity/connectivity';
import type { JudgeRules } from './connectivity/connectivity-judge';
import type { EnrolmentLimitRules } from './enrolment/enrolment-limits';
import type { WarningRules } from './warning/warning-reporter';
import type { RetentionRules } from './retention/retention-sweeper';

/** What people may ask of devices. */
export interface CommandRules {
  /** Commands that one person may issue in a minute. */
  readonly perMinute: number;
  /** Pictures or bundles of log lines that one person or device may send in a day. */
  readonly filesPerDay: number;
}

/** How the service behaves where installations differ. */
export interface DevicesSettings {
  /** At most 24 h: revocations are forgotten by that. */
  readonly jwtLifeMs: number;
  readonly nonceLifeMs: number;
  readonly mostPending: number;
  readonly limits: EnrolmentLimitRules;
  readonly connectivity: JudgeRules;
  readonly reports: ReportRules;
  readonly warnings: WarningRules;
  readonly retention: RetentionRules;
  readonly previewsPerDay: number;
  readonly commands: CommandRules;
}
