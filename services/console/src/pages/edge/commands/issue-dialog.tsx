import type { CommandKind, Device } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { useNavigate } from 'react-router';
import { useIssueCommand } from '../../../api/edge-commands';
import { Confirm } from '../../../components/confirm';
import { notifyDone } from '../../../lib/notify';

/** Kinds that need nothing but a yes. */
export const simpleKinds = [
  'collect-logs',
  'reload-model',
  'restart-agent',
] as const satisfies readonly CommandKind[];
export type SimpleKind = (typeof simpleKinds)[number];

interface Props {
  readonly kind: SimpleKind;
  readonly device: Device;
  readonly onClose: () => void;
}

/** Asks, issues, and shows the list where one sees what comes of it. */
export const IssueDialog = ({ kind, device, onClose }: Props) => {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const issue = useIssueCommand();
  const { id: deviceId, name, connectivity } = device;
  const onSuccess = (): void => {
    notifyDone(t(`commands.issue.${kind}.done`, { name }));
    onClose();
    void navigate(`/edges/${deviceId}/commands`);
  };
  const waits = connectivity === 'online' ? '' : ` ${t('commands.issue.offline')}`;
  return (
    <Confirm
      title={t(`commands.issue.${kind}.title`, { name })}
      text={t(`commands.issue.${kind}.text`) + waits}
      confirm={t(`commands.kind.${kind}`)}
      pending={issue.isPending}
      error={issue.error}
      onConfirm={() => issue.mutate({ deviceId, kind }, { onSuccess })}
      onClose={onClose}
    />
  );
};
