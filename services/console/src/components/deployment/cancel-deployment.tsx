import { Button } from '@mantine/core';
import type { Deployment } from '@tutti/contracts/deployment';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { isOpen, useCancelDeployment } from '../../api/deployments';
import { usePermissions } from '../../api/use-permissions';
import { notifyDone } from '../../lib/notify';
import { Confirm } from '../confirm';

/** What cancelling comes to: nobody has taken it yet, the device is asked, or it is not waited for any more. */
const ways = { atOnce: false, stop: false, force: true } as const;
type Way = keyof typeof ways;

const wayOf = ({ status }: Deployment): Way =>
  status === 'cancelling' ? 'force' : status === 'offered' ? 'atOnce' : 'stop';

interface AskProps {
  readonly deployment: Deployment;
  readonly way: Way;
  readonly onClose: () => void;
}

const Ask = ({ deployment: { id, deviceName: name }, way, onClose }: AskProps) => {
  const { t } = useTranslation();
  const cancel = useCancelDeployment();
  const done = ({ status }: Deployment): void => {
    notifyDone(t(status === 'cancelling' ? 'deployments.cancel.asked' : 'deployments.cancel.done'));
    onClose();
  };
  return (
    <Confirm
      title={t(`deployments.cancel.${way}.title`, { name })}
      text={t(`deployments.cancel.${way}.text`)}
      confirm={t(`deployments.cancel.${way}.confirm`)}
      dangerous
      pending={cancel.isPending}
      error={cancel.error}
      onConfirm={() => void cancel.mutateAsync({ id, force: ways[way] }).then(done, () => undefined)}
      onClose={onClose}
    />
  );
};

/** Asks the device to stop; a device that was asked already can be closed without it. */
export const CancelDeployment = ({ deployment }: { readonly deployment: Deployment }) => {
  const { t } = useTranslation();
  const may = usePermissions()('deployments:manage');
  // What was asked stays asked, though the answer changes what is shown behind the dialog.
  const [asking, setAsking] = useState<Way>();
  const way = wayOf(deployment);
  return (
    <>
      {may && isOpen(deployment) && (
        <Button size="xs" variant="default" onClick={() => setAsking(way)}>
          {t(way === 'force' ? 'deployments.cancel.force.confirm' : 'deployments.cancel.open')}
        </Button>
      )}
      {asking && <Ask deployment={deployment} way={asking} onClose={() => setAsking(undefined)} />}
    </>
  );
};
