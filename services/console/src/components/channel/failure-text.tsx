import type { DeliveryFailure } from '@tutti/contracts/summary';
import { useTranslation } from 'react-i18next';

/** Why an attempt came to nothing; what the server says of it follows. */
export const FailureText = ({
  failure: { code, httpStatus, detail },
}: {
  readonly failure: DeliveryFailure;
}) => {
  const { t } = useTranslation();
  return (
    <>
      {t(`deliveries.failure.${code}`)}
      {httpStatus !== undefined && ` (HTTP ${httpStatus})`}
      {detail !== '' && (
        <>
          {': '}
          <span lang="en">{detail}</span>
        </>
      )}
    </>
  );
};
