import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { forgetArchive, type ArchiveUpload } from '../../../../api/archive-uploads';
import type { UploadState } from '../../../../api/file-upload';
import { problemStatus } from '../../../../api/problem-error';
import { ProblemAlert } from '../../../../components/problem-alert';
import { Section } from '../../../../components/section';
import { useFormat } from '../../../../i18n/use-format';
import { useStore } from '../../../../lib/use-store';
import { useShownDataset } from '../../use-shown-dataset';
import { ProgressLine, Speed } from '../../../../components/progress-line';

interface Props {
  readonly upload: ArchiveUpload;
  /** Leads to what comes next, where that is on another page. */
  readonly here?: boolean;
}

const Controls = ({ upload, state, here }: Props & { readonly state: UploadState }) => {
  const { t } = useTranslation();
  const { dataset } = useShownDataset();
  const discard = (): void => {
    void upload.discard();
    forgetArchive(dataset.id);
  };
  const { status, error } = state;
  // Whatever is too large stays too large.
  const mayResume = status === 'paused' || (status === 'failed' && problemStatus(error) !== 413);
  return (
    <Group gap="xs">
      {status === 'sending' && (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlayerPause size={14} />}
          onClick={() => upload.pause()}
        >
          {t('imports.pictures.pause')}
        </Button>
      )}
      {mayResume && (
        <Button size="xs" leftSection={<IconPlayerPlay size={14} />} onClick={() => upload.resume()}>
          {t('imports.pictures.resume')}
        </Button>
      )}
      {status === 'sent' && here !== true && (
        <Button size="xs" component={Link} to={`/datasets/${dataset.id}/imports/archive`}>
          {t('imports.pictures.resume')}
        </Button>
      )}
      <Button size="xs" variant="default" onClick={discard}>
        {t('imports.archive.discard')}
      </Button>
    </Group>
  );
};

/** An archive on its way from this window. */
export const ArchivePanel = ({ upload, here = false }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const state = useStore(upload.state);
  const { name, size } = upload.file;
  const { status, sent, perSecond, error } = state;
  const title = t('imports.archive.uploading', { name });
  return (
    <Section
      title={status === 'sent' ? t('imports.archive.sent', { name }) : title}
      actions={<Controls upload={upload} state={state} here={here} />}
    >
      {status === 'sent' ? (
        <Text size="sm" c="dimmed" className="num">
          {format.bytes(size)}
        </Text>
      ) : (
        <Stack gap="sm">
          <Text size="sm" role="status">
            {t(`imports.archive.status.${status}`)}
          </Text>
          <ProgressLine label={title} share={size === 0 ? 0 : sent / size} active={status === 'sending'}>
            <Text size="sm" fw={600}>
              {t('imports.pictures.bytes', { sent: format.bytes(sent), found: format.bytes(size) })}
            </Text>
            <Speed perSecond={perSecond} bytesLeft={size - sent} />
          </ProgressLine>
          {error !== undefined && <ProblemAlert error={error} />}
        </Stack>
      )}
    </Section>
  );
};
