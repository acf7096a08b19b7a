import { summaryErrors, type SummarySettings, type SummarySettingsEvent } from '@tutti/contracts/summary';
import { DomainError, isSame, type Decider } from '@tutti/kernel';
import { evolve, usualSettings } from './summary-settings.state';

export interface ChangeSettings {
  readonly type: 'ChangeSettings';
  readonly settings: SummarySettings;
}

/** There is one aggregate. */
export const settingsId = 'workspace';

const decide = ({ settings }: ChangeSettings, state: SummarySettings): readonly SummarySettingsEvent[] => {
  if (isSame(settings, state))
    throw new DomainError(summaryErrors['summary.settings-unchanged'], {
      detail: 'Time zone, time, language and whether it is on are these already.',
    });
  return [{ type: 'SummarySettingsChanged', data: settings }];
};

/** When a day is summed up, and in which time zone and language. */
export const summarySettingsDecider: Decider<SummarySettings, ChangeSettings, SummarySettingsEvent> = {
  context: 'summary',
  aggregate: 'summary-settings',
  stateVersion: 1,
  initialState: usualSettings,
  decide,
  evolve,
};
