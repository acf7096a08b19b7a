import { Button, Group, Stack, Text } from '@mantine/core';
import { IconPlayerPause, IconPlayerPlay } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'react-router';
import { forgetPictures } from '../../../../api/picture-uploads';
import { ProblemAlert } from '../../../../components/problem-alert';
import { Section } from '../../../../components/section';
import { useFormat } from '../../../../i18n/use-format';
import { useStore } from '../../../../lib/use-store';
import type { PictureUpload } from '../../../../lib/upload/picture-upload';
import { isOver, type UploadState } from '../../../../lib/upload/upload-state';
import { useShownDataset } from '../../use-shown-dataset';
import { ProgressLine, Speed } from '../../../../components/progress-line';
import { RefusedFiles } from './refused-files';

interface Props {
  readonly upload: PictureUpload;
}

const Controls = ({ upload, state }: Props & { readonly state: UploadState }) => {
  const { t } = useTranslation();
  const { dataset } = useShownDataset();
  const { status, importId } = state;
  if (isOver(state))
    return (
      <Group gap="xs">
        {importId !== undefined && (
          <Button
            size="xs"
            variant="default"
            component={Link}
            to={`/datasets/${dataset.id}?q=${encodeURIComponent(`import==${importId}`)}`}
          >
            {t('imports.pictures.show')}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => forgetPictures(dataset.id)}>
          {t('action.close')}
        </Button>
      </Group>
    );
  if (status === 'finishing') return null;
  return (
    <Group gap="xs">
      {status === 'paused' ? (
        <Button size="xs" leftSection={<IconPlayerPlay size={14} />} onClick={() => upload.resume()}>
          {t('imports.pictures.resume')}
        </Button>
      ) : (
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlayerPause size={14} />}
          onClick={() => upload.pause()}
        >
          {t('imports.pictures.pause')}
        </Button>
      )}
      <Button size="xs" variant="default" onClick={() => void upload.cancel().catch(() => undefined)}>
        {t('imports.pictures.cancel')}
      </Button>
    </Group>
  );
};

const Amounts = ({ state }: { readonly state: UploadState }) => {
  const { t } = useTranslation();
  const format = useFormat();
  const { found, sent, finding, perSecond } = state;
  return (
    <>
      <Text size="sm" fw={600}>
        {t('imports.pictures.files', { sent: format.number(sent.files), found: format.number(found.files) })}
      </Text>
      <Text size="sm" c="dimmed">
        {t('imports.pictures.bytes', { sent: format.bytes(sent.bytes), found: format.bytes(found.bytes) })}
      </Text>
      <Speed perSecond={perSecond} bytesLeft={found.bytes - sent.bytes} />
      {finding && (
        <Text size="sm" c="dimmed">
          {t('imports.pictures.finding')}
        </Text>
      )}
    </>
  );
};

const doneText = ({ found, refused }: UploadState) => {
  if (refused > 0) return 'imports.pictures.doneButRefused';
  return found.files === 0 ? 'imports.pictures.nothing' : 'imports.pictures.status.done';
};

/** Pictures on their way from this window, and what came of those that arrived. */
export const UploadPanel = ({ upload }: Props) => {
  const { t } = useTranslation();
  const format = useFormat();
  const state = useStore(upload.state);
  const { status, found, sent, added, known, refused, error } = state;
  return (
    <Section title={t('imports.pictures.progress')} actions={<Controls upload={upload} state={state} />}>
      <Stack gap="sm">
        <Text role="status" size="sm">
          {t(status === 'done' ? doneText(state) : `imports.pictures.status.${status}`)}
        </Text>
        {found.files > 0 && (
          <ProgressLine
            label={t('imports.pictures.progress')}
            share={found.bytes === 0 ? 0 : sent.bytes / found.bytes}
            active={status === 'sending'}
          >
            <Amounts state={state} />
          </ProgressLine>
        )}
        <Text size="sm" className="num" data-upload-counts>
          {t('imports.pictures.counts', {
            added: format.number(added),
            known: format.number(known),
            refused: format.number(refused),
          })}
        </Text>
        {error !== undefined && <ProblemAlert error={error} />}
        <RefusedFiles state={state} />
      </Stack>
    </Section>
  );
};
