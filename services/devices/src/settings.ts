import type { ReportRules } from './connectivity/connectivity';
import type { JudgeRules } from './connectivity/connectivity-judge';
import type { EnrolmentLimitRules } from './enrolment/enrolment-limits';
import type { RetentionRules } from './retention/retention-sweeper';

/** How the service behaves where installations differ. */
export interface DevicesSettings {
  /** At most 24 h: revocations are forgotten by that. */
  readonly jwtLifeMs: number;
  readonly nonceLifeMs: number;
  readonly mostPending: number;
  readonly limits: EnrolmentLimitRules;
  readonly connectivity: JudgeRules;
  readonly reports: ReportRules;
  readonly retention: RetentionRules;
  readonly previewsPerDay: number;
}
