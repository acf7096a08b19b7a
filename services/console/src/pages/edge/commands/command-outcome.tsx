import { Anchor, Text } from '@mantine/core';
import type { DeviceCommand } from '@tutti/contracts/devices';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { commandBytes } from '../../../api/edge-commands';
import { usePermissions } from '../../../api/use-permissions';
import { useFormat } from '../../../i18n/use-format';

const Result = ({ command }: { readonly command: DeviceCommand }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const may = usePermissions()('devices:manage');
  const { result, id, deviceId } = command;
  switch (result?.kind) {
    case 'infer':
      return (
        <Anchor component={Link} size="sm" to={`/edges/${deviceId}/try?command=${id}`}>
          {`${result.label}, ${format.percent(result.score)}`}
        </Anchor>
      );
    case 'collect-logs':
      return may ? (
        <Anchor size="sm" href={commandBytes(id, 'logs')} download={`${deviceId}.ndjson`}>
          {t('commands.result.logs', { count: result.lines, size: format.bytes(result.bytes) })}
        </Anchor>
      ) : (
        t('commands.result.logs', { count: result.lines, size: format.bytes(result.bytes) })
      );
    case 'reload-model':
      return t('commands.result.model', { name: result.model.name, version: result.model.version });
    case 'restart-agent':
      return t('commands.result.restarted', { at: format.clock(Date.parse(result.startedAt)) });
    case undefined:
      return null;
  }
};

/** What came of a command, as far as there is something to say. */
export const CommandOutcome = ({ command }: { readonly command: DeviceCommand }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { failure, cancelRefusal, cancelCause, late, status, deadline } = command;
  const cause =
    cancelCause === null || cancelCause === 'user' ? undefined : t(`commands.cause.${cancelCause}`);
  return (
    <Text size="sm" component="div" className="wrap-anywhere">
      <Result command={command} />
      {failure && <span lang="en">{failure.message}</span>}
      {cause}
      {status === 'issued' && t('commands.waitsUntil', { until: format.clock(Date.parse(deadline)) })}
      {cancelRefusal !== null && status === 'accepted' && t('commands.refused', { reason: cancelRefusal })}
      {late && (
        <Text size="xs" c="dimmed">
          {t(`commands.late.${late.state}`)}
        </Text>
      )}
    </Text>
  );
};
