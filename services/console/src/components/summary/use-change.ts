import { useTranslation } from 'react-i18next';

/** By how much a value changed, in words; a share of what it was, or in its own unit. */
export const useChange = () => {
  const { t, i18n } = useTranslation();
  const said = (change: string): string => t('summaries.day.change', { change });
  const signed = (options: Intl.NumberFormatOptions, value: number): string =>
    new Intl.NumberFormat(i18n.language, { signDisplay: 'exceptZero', ...options }).format(value);
  return {
    /** `change` is what the value is above the mean before. */
    share: (value: number, change: number | null): string => {
      const before = value - (change ?? 0);
      return change === null || before <= 0
        ? t('summaries.day.noChange')
        : said(signed({ style: 'percent', maximumFractionDigits: 0 }, change / before));
    },
    number: (change: number | null, digits: number): string =>
      change === null ? t('summaries.day.noChange') : said(signed({ maximumFractionDigits: digits }, change)),
  };
};
