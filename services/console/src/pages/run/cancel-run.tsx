import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { IconPlayerStop } from '@tabler/icons-react';
import type { Run } from '@tutti/contracts/training';
import { useTranslation } from 'react-i18next';
import { useCancelRun } from '../../api/runs';
import { Confirm } from '../../components/confirm';

/** Asks, then has the run stopped. */
export const CancelRun = ({ run }: { readonly run: Run }) => {
  const { t } = useTranslation();
  const [asking, { open, close }] = useDisclosure();
  const cancel = useCancelRun(run.id);
  return (
    <>
      <Button variant="default" leftSection={<IconPlayerStop size={16} />} onClick={open}>
        {t('runs.cancel.open')}
      </Button>
      {asking && (
        <Confirm
          title={t('runs.cancel.title')}
          text={t('runs.cancel.text')}
          confirm={t('runs.cancel.confirm')}
          dangerous
          withReason
          pending={cancel.isPending}
          error={cancel.error}
          onConfirm={(reason) => void cancel.mutateAsync(reason).then(close, () => undefined)}
          onClose={close}
        />
      )}
    </>
  );
};
