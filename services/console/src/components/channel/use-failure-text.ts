import type { DeliveryFailure } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';

/** Why an attempt came to nothing; the receiver's own words follow. */
export const useFailureText = (): ((failure: DeliveryFailure) => string) => {
  const { t } = useTranslation();
  return ({ code, httpStatus, detail }) => {
    const status = httpStatus === undefined ? '' : ` (HTTP ${httpStatus})`;
    return `${t(`deliveries.failure.${code}`)}${status}${detail === '' ? '' : `: ${detail}`}`;
  };
};
