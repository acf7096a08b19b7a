import { Button } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { ProcessRunner, ProjectionRunner } from '@tutti/contracts/system';
import { useTranslation } from 'react-i18next';
import { useSkip } from '../../api/runners';
import { Confirm } from '../../components/confirm';
import { notifyDone } from '../../lib/notify';

interface AskProps {
  readonly service: string;
  readonly position: number;
  readonly onClose: () => void;
}

const Ask = ({ service, position, onClose }: AskProps) => {
  const { t } = useTranslation();
  const skip = useSkip(service);
  const done = (): void => {
    notifyDone(t('system.skipDone', { position }));
    onClose();
  };
  return (
    <Confirm
      title={t('system.skipTitle', { position })}
      text={t('system.skipText')}
      confirm={t('system.skip')}
      dangerous
      withReason
      pending={skip.isPending}
      error={skip.error}
      // This dialog may be gone by then, with the trouble that it was opened from.
      onConfirm={(reason) =>
        void skip.mutateAsync({ position, ...(reason && { reason }) }).then(done, () => undefined)
      }
      onClose={onClose}
    />
  );
};

/** For a runner that cannot pass a commit. The service that wrote it is asked, whoever stumbled. */
export const SkipButton = ({ trouble }: Pick<ProcessRunner | ProjectionRunner, 'trouble'>) => {
  const { t } = useTranslation();
  const [asking, { open, close }] = useDisclosure();
  if (trouble?.kind !== 'corrupt-commit') return null;
  const { position, service } = trouble;
  if (position === null || service === null) return null;
  return (
    <>
      <Button size="compact-sm" variant="subtle" color="var(--tutti-bad)" onClick={open}>
        {t('system.skip')}
      </Button>
      {asking && <Ask service={service} position={position} onClose={close} />}
    </>
  );
};
