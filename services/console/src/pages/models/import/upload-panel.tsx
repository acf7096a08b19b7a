import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { FileUpload, UploadState } from '../../../api/file-upload';
import { forgetModelUpload } from '../../../api/model-uploads';
import { ProblemError, problemStatus } from '../../../api/problem-error';
import { ProblemAlert } from '../../../components/problem-alert';
import { ProgressLine, Speed } from '../../../components/progress-line';
import { Section } from '../../../components/section';
import { useFormat } from '../../../i18n/use-format';
import { useStore } from '../../../lib/use-store';

interface Props {
  readonly upload: FileUpload;
  readonly state: UploadState;
}

/** What the server refused it refuses again; a line that broke may hold now. */
const mayResume = ({ status, error }: UploadState): boolean =>
  status === 'paused' ||
  (status === 'failed' && !(error instanceof ProblemError && (problemStatus(error) ?? 0) < 500));

const Controls = ({ upload, state }: Props) => {
  const { t } = useTranslation();
  const discard = (): void => {
    void upload.discard();
    forgetModelUpload();
  };
  return (
    <Group gap="xs">
      {state.status === 'sending' && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlayerPause size={14} />}
          onClick={() => upload.pause()}
        >
          {t('action.pause')}
        </Button>
      )}
      {mayResume(state) && (
        <Button size="xs" leftSection={<IconPlayerPlay size={14} />} onClick={() => upload.resume()}>
          {t('action.resume')}
        </Button>
      )}
      <Button size="xs" variant="default" onClick={discard}>
        {t('models.import.discard')}
      </Button>
    </Group>
  );
};

/** The file on its way. */
export const UploadPanel = ({ upload }: { readonly upload: FileUpload }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const state = useStore(upload.state);
  const { name, size } = upload.file;
  const { status, sent, perSecond, error } = state;
  const title = t(status === 'sent' ? 'models.import.sent' : 'models.import.uploading', { name });
  return (
    <Section title={title} actions={<Controls upload={upload} state={state} />}>
      <Stack gap="sm">
        <ProgressLine label={title} share={size === 0 ? 1 : sent / size} active={status === 'sending'}>
          <Text size="sm" role="status">
            {t(`models.import.status.${status}`)}
          </Text>
          <Text size="sm" fw={600}>
            {t('imports.pictures.bytes', { sent: format.bytes(sent), found: format.bytes(size) })}
          </Text>
          <Speed perSecond={perSecond} bytesLeft={size - sent} />
        </ProgressLine>
        {error !== undefined && <ProblemAlert error={error} />}
      </Stack>
    </Section>
  );
};
