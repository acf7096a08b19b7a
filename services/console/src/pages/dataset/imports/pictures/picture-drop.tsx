import { Button, FileButton, Group, Stack, Text } from '@mantine/core';
import { IconFolderUp, IconPhotoUp } from '@tabler/icons-react';
import { pictureMediaType } from '@tutti/contracts/datasets';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import '../../../../components/drop-zone.css';
import { chosenFiles, droppedFiles } from '../../../../lib/upload/dropped-files';
import type { FoundFile } from '../../../../lib/upload/picture-check';

interface Props {
  readonly onFiles: (files: AsyncIterable<FoundFile>) => void;
}

/** Not in React's types; browsers have had it for long. */
const wholeFolder = { multiple: true, webkitdirectory: '' };

/** Takes pictures and whole folders, however many: dropped, or chosen by buttons. */
export const PictureDrop = ({ onFiles }: Props) => {
  const { t } = useTranslation();
  const [over, setOver] = useState(false);
  const choose = (files: File[]): void => {
    if (files.length > 0) onFiles(chosenFiles(files));
  };
  return (
    <div
      className="drop-zone"
      data-over={over ? '' : undefined}
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault();
        setOver(false);
        onFiles(droppedFiles(event.dataTransfer));
      }}
    >
      <Stack align="center" gap="sm">
        <IconPhotoUp size={32} aria-hidden="true" />
        <Text fw={600}>{t('imports.pictures.drop')}</Text>
        <Group gap="xs" justify="center">
          <FileButton multiple accept={pictureMediaType.options.join(',')} onChange={choose}>
            {(button) => (
              <Button {...button} leftSection={<IconPhotoUp size={16} />}>
                {t('imports.pictures.choose')}
              </Button>
            )}
          </FileButton>
          <FileButton multiple inputProps={wholeFolder} onChange={choose}>
            {(button) => (
              <Button {...button} variant="default" leftSection={<IconFolderUp size={16} />} visibleFrom="xs">
                {t('imports.pictures.chooseFolder')}
              </Button>
            )}
          </FileButton>
        </Group>
      </Stack>
    </div>
  );
};
