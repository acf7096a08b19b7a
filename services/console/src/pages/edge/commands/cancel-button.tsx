import { Button } from '@mantine/core';
import type { DeviceCommand } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { isOpen, useCancelCommand } from '../../../api/edge-commands';
import { usePermissions } from '../../../api/use-permissions';
import { notifyDone } from '../../../lib/notify';

/** Cancels; a command that the edge was asked to stop already can be closed without it. */
export const CancelButton = ({ command }: { readonly command: DeviceCommand }) => {
  const { t } = useTranslation();
  const cancel = useCancelCommand();
  const may = usePermissions()('devices:manage');
  if (!may || !isOpen(command)) return null;
  const force = command.status === 'cancelling';
  const onSuccess = ({ status }: DeviceCommand): void =>
    notifyDone(t(status === 'cancelling' ? 'commands.cancelAsked' : 'commands.cancelled'));
  return (
    <Button
      size="compact-sm"
      variant="default"
      loading={cancel.isPending}
      onClick={() => cancel.mutate({ id: command.id, force }, { onSuccess })}
    >
      {t(force ? 'commands.force' : 'commands.cancel')}
    </Button>
  );
};
