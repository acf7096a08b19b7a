import type { SummarySettings, SummarySettingsEvent } from '@tutti/contracts/summary';

/** Before somebody sets something. */
export const usualSettings: SummarySettings = { timeZone: 'UTC', at: '08:00', enabled: true, language: 'en' };

export const evolve = (_: SummarySettings, event: SummarySettingsEvent): SummarySettings => {
  switch (event.type) {
    case 'SummarySettingsChanged':
      return event.data;
    default:
      return event.type satisfies never;
  }
};
