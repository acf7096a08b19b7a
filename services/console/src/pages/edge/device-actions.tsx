import { Button, Menu } from '@mantine/core';
import {
  IconChevronDown,
  IconFileText,
  IconPlayerPause,
  IconPlayerPlay,
  IconRefresh,
  IconRotateClockwise,
  IconTrash,
} from '@tabler/icons-react';
import type { Device } from '@tutti/contracts/devices';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useChangeLifecycle, type LifecycleCommand } from '../../api/device-commands';
import { usePermissions } from '../../api/use-permissions';
import { Confirm } from '../../components/confirm';
import { useThen } from './past/past-context';
import { notifyDone } from '../../lib/notify';
import { IssueDialog, simpleKinds, type SimpleKind } from './commands/issue-dialog';

interface ChangeProps {
  readonly command: LifecycleCommand;
  readonly device: Device;
  readonly onClose: () => void;
}

const ChangeLifecycle = ({ command, device, onClose }: ChangeProps) => {
  const { t } = useTranslation();
  const change = useChangeLifecycle(command);
  const { name } = device;
  const onSuccess = (): void => {
    notifyDone(t(`edge.${command}.done`, { name }));
    onClose();
  };
  return (
    <Confirm
      title={t(`edge.${command}.title`, { name })}
      text={t(`edge.${command}.text`)}
      confirm={t(`edge.${command}.action`)}
      dangerous={command !== 'resume'}
      withReason={command === 'suspend'}
      pending={change.isPending}
      error={change.error}
      onConfirm={(reason) => change.mutate({ device, reason }, { onSuccess })}
      onClose={onClose}
    />
  );
};

const icons = { suspend: IconPlayerPause, resume: IconPlayerPlay, retire: IconTrash } as const;

const kindIcons = {
  'collect-logs': IconFileText,
  'reload-model': IconRefresh,
  'restart-agent': IconRotateClockwise,
} as const;

const possible: Readonly<Record<Device['lifecycle'], readonly LifecycleCommand[]>> = {
  requested: [],
  registered: ['suspend', 'retire'],
  suspended: ['resume', 'retire'],
  rejected: [],
  retired: [],
};

const CommandItems = ({ onChoose }: { readonly onChoose: (kind: SimpleKind) => void }) => {
  const { t } = useTranslation();
  return (
    <>
      {simpleKinds.map((kind) => {
        const KindIcon = kindIcons[kind];
        return (
          <Menu.Item key={kind} leftSection={<KindIcon size={16} />} onClick={() => onChoose(kind)}>
            {t(`commands.kind.${kind}`)}
          </Menu.Item>
        );
      })}
      <Menu.Divider />
    </>
  );
};

/** What can be done to the device as it stands. */
export const DeviceActions = ({ device }: { readonly device: Device }) => {
  const { t } = useTranslation();
  const [chosen, setChosen] = useState<LifecycleCommand>();
  const [kind, setKind] = useState<SimpleKind>();
  const mayManage = usePermissions()('devices:manage');
  const isPast = useThen() !== null;
  const commands = possible[device.lifecycle];
  return (
    <>
      {mayManage && commands.length > 0 && (
        <Menu
          position="bottom-end"
          shadow="md"
          width={220}
          withinPortal={false}
          withInitialFocusPlaceholder={false}
        >
          <Menu.Target>
            <Button variant="default" disabled={isPast} rightSection={<IconChevronDown size={16} />}>
              {t('action.actions')}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            {device.lifecycle === 'registered' && <CommandItems onChoose={setKind} />}
            {commands.map((command) => {
              const CommandIcon = icons[command];
              return (
                <Menu.Item
                  key={command}
                  leftSection={<CommandIcon size={16} />}
                  {...(command === 'retire' ? { c: 'var(--tutti-bad)' } : {})}
                  onClick={() => setChosen(command)}
                >
                  {t(`edge.${command}.action`)}
                </Menu.Item>
              );
            })}
          </Menu.Dropdown>
        </Menu>
      )}
      {kind && <IssueDialog kind={kind} device={device} onClose={() => setKind(undefined)} />}
      {chosen && <ChangeLifecycle command={chosen} device={device} onClose={() => setChosen(undefined)} />}
    </>
  );
};
