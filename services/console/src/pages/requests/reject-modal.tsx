import type { Enrolment } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { useRejectEnrolment } from '../../api/enrolments';
import { Confirm } from '../../components/confirm';
import { notifyDone } from '../../lib/notify';

export const RejectModal = ({
  request,
  onClose,
}: {
  readonly request: Enrolment;
  readonly onClose: () => void;
}) => {
  const { t } = useTranslation();
  const reject = useRejectEnrolment();
  const { serial } = request;
  const onSuccess = (): void => {
    notifyDone(t('requests.rejectDone', { serial }));
    onClose();
  };
  return (
    <Confirm
      title={t('requests.rejectTitle', { serial })}
      text={t('requests.rejectText')}
      confirm={t('requests.reject')}
      dangerous
      withReason
      pending={reject.isPending}
      error={reject.error}
      onConfirm={(reason) => reject.mutate({ enrolment: request, reason }, { onSuccess })}
      onClose={onClose}
    />
  );
};
