import { Button, Group } from '@mantine/core';
import {
  IconCheck,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlayerStop,
  IconRefresh,
  IconX,
} from '@tabler/icons-react';
import type { Rollout } from '@tutti/contracts/deployment';
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asksWhy, atWork, useRolloutCommand, type RolloutCommand } from '../../api/rollout';
import { useMe } from '../../api/sessions';
import { usePermissions } from '../../api/use-permissions';
import { Confirm } from '../../components/confirm';
import { formatOf, type Format } from '../../lib/format';
import { notifyDone } from '../../lib/notify';
import { commandsFor, isOwn } from './rollout-commands';

const icons = {
  approve: IconCheck,
  refuse: IconX,
  start: IconPlayerPlay,
  pause: IconPlayerPause,
  resume: IconPlayerPlay,
  stop: IconPlayerStop,
  retry: IconRefresh,
} as const satisfies Readonly<Record<RolloutCommand, unknown>>;

const wanted: ReadonlySet<RolloutCommand> = new Set(['approve', 'start', 'resume']);

interface Say {
  readonly t: TFunction<'console'>;
  readonly format: Format;
}

const approvalText = ({ counts, model, startAt }: Rollout, { t, format }: Say): string => {
  const values = {
    model: `${model.name} ${model.version}`,
    devices: t('rollout.devices', { count: counts.devices }),
  };
  return startAt === null
    ? t('rollout.ask.approve.text', values)
    : t('rollout.ask.approve.textAt', { ...values, time: format.moment(Date.parse(startAt)) });
};

/** What will happen, in words. */
const textOf = (command: RolloutCommand, rollout: Rollout, say: Say): string => {
  const { t } = say;
  const { counts, groups, paused } = rollout;
  const model = `${rollout.model.name} ${rollout.model.version}`;
  switch (command) {
    case 'approve':
      return approvalText(rollout, say);
    case 'refuse':
      return t('rollout.ask.refuse.text', { model });
    case 'start':
      return t('rollout.ask.start.text', { model, group: groups[0]?.name ?? '' });
    case 'pause':
      return t('rollout.ask.pause.text', { model, count: atWork(counts) });
    case 'resume':
      return t('rollout.ask.resume.text', {
        count: paused?.cause === 'errors' ? counts.failed : 0,
        left: t('rollout.devices', { count: counts.waiting }),
      });
    case 'stop':
      return t('rollout.ask.stop.text', { model, count: atWork(counts) });
    case 'retry': {
      const text = t('rollout.ask.retry.text', { model });
      return rollout.status === 'paused' ? `${text} ${t('rollout.ask.retry.textPaused')}` : text;
    }
  }
};

interface AskProps {
  readonly command: RolloutCommand;
  readonly rollout: Rollout;
  readonly onClose: () => void;
}

const Ask = ({ command, rollout, onClose }: AskProps) => {
  const { t, i18n } = useTranslation();
  const send = useRolloutCommand(rollout);
  const { name } = rollout;
  const done = (): void => {
    notifyDone(t(`rollout.ask.${command}.done`, { name }));
    onClose();
  };
  return (
    <Confirm
      title={t(`rollout.ask.${command}.title`, { name })}
      text={textOf(command, rollout, { t, format: formatOf(i18n.language) })}
      confirm={t(`rollout.ask.${command}.open`)}
      dangerous={asksWhy(command)}
      withReason={asksWhy(command)}
      pending={send.isPending}
      error={send.error}
      onConfirm={(reason) => void send.mutateAsync({ command, reason }).then(done, () => undefined)}
      onClose={onClose}
    />
  );
};

/** What can be done to the rollout as it stands. */
export const RolloutActions = ({ rollout }: { readonly rollout: Rollout }) => {
  const { t } = useTranslation();
  const { data: me } = useMe();
  const mayManage = usePermissions()('deployments:manage');
  // What was asked stays asked as it was, though the rollout goes on behind the dialog.
  const [asking, setAsking] = useState<AskProps>();
  const close = (): void => setAsking(undefined);
  const commands = commandsFor(rollout).filter((command) => command !== 'approve' || !isOwn(rollout, me?.id));
  return (
    <>
      {mayManage && commands.length > 0 && (
        <Group gap="xs">
          {commands.map((command) => {
            const CommandIcon = icons[command];
            return (
              <Button
                key={command}
                variant={wanted.has(command) ? 'filled' : 'default'}
                leftSection={<CommandIcon size={16} aria-hidden="true" />}
                onClick={() => setAsking({ command, rollout, onClose: close })}
              >
                {t(`rollout.ask.${command}.open`)}
              </Button>
            );
          })}
        </Group>
      )}
      {asking && <Ask {...asking} />}
    </>
  );
};
